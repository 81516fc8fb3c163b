import EventModel
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Store
import Synchronization

/// The public listener: webhooks in, and nothing else.
package final class IngressServer: Sendable {
  /// Where to listen.
  package enum Place: Sendable {
    case address(host: String, port: Int)
    /// A listening socket that somebody handed over; the server closes its copy only.
    case descriptor(CInt)
  }

  private let place: Place
  private let desk: IngressDesk
  private let connections: ConnectionCount
  private let threads: Int
  private let logger: Logger
  private let bound = Mutex<Int?>(nil)

  package init(
    at place: Place, _ limits: IngressLimits = IngressLimits(), routes: WebhookRoutes,
    intake: any Intake, context: Context
  ) {
    self.place = place
    desk = IngressDesk(limits: limits, routes: routes, intake: intake, now: context.now)
    connections = ConnectionCount(limits, trusting: context.trustedProxies)
    threads = context.threads
    logger = context.logger
  }

  /// What the listener knows of the world.
  package struct Context: Sendable {
    package var threads = 1
    package var trustedProxies: Set<String> = []
    package let logger: Logger
    package let now: @Sendable () -> Timestamp

    package init(logger: Logger, now: @escaping @Sendable () -> Timestamp) {
      self.logger = logger
      self.now = now
    }
  }

  /// The port that is listened on, once it is.
  package var port: Int? { bound.withLock { $0 } }

  /// Listens until `closing` returns; then what was accepted is answered, and no more is taken.
  ///
  /// - Parameter ready: called once connections are taken.
  package func run(
    closing: @Sendable () async -> Void, ready: @Sendable () -> Void
  ) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    do {
      try await serve(on: group, closing: closing, ready: ready)
    } catch {
      try await group.shutdownGracefully()
      throw error
    }
    try await group.shutdownGracefully()
  }

  private func serve(
    on group: MultiThreadedEventLoopGroup, closing: @Sendable () async -> Void,
    ready: @Sendable () -> Void
  ) async throws {
    let quiescing = OpenConnections()
    let listener = try await listen(on: group, quiescing)
    bound.withLock { $0 = listener.localAddress?.port }
    logger.info(
      "ingress listens", metadata: ["address": "\(listener.localAddress?.description ?? "?")"])
    ready()
    await closing()
    desk.close()
    try await listener.close().get()
    await quiescing.drain(within: desk.limits.drain)
  }

  private func listen(
    on group: MultiThreadedEventLoopGroup, _ open: OpenConnections
  ) async throws -> any NIOCore.Channel {
    let (desk, connections) = (desk, connections)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        let address = channel.remoteAddress?.ipAddress ?? "local"
        guard connections.enter(address) else { return channel.close() }
        open.add(channel)
        channel.closeFuture.whenComplete { _ in
          connections.leave(address)
          open.remove(channel)
        }
        return channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(IngressHandler(desk))
        }
      }
    switch place {
    case .address(let host, let port):
      return try await bootstrap.bind(host: host, port: port).get()
    case .descriptor(let descriptor):
      return try await bootstrap.withBoundSocket(descriptor).get()
    }
  }
}

/// The connections that are open, so that a drain reaches each of them.
final class OpenConnections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any NIOCore.Channel]>([:])

  func add(_ channel: any NIOCore.Channel) {
    channels.withLock { $0[ObjectIdentifier(channel)] = channel }
  }
  func remove(_ channel: any NIOCore.Channel) {
    channels.withLock { $0[ObjectIdentifier(channel)] = nil }
  }

  /// Asks each to end after its answer, and closes what is left after the limit.
  func drain(within limit: Duration) async {
    let open = channels.withLock { Array($0.values) }
    for channel in open {
      channel.pipeline.fireUserInboundEventTriggered(ListenerIsClosing())
    }
    let deadlines = open.map { channel in
      channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { channel.close(promise: nil) }
    }
    for channel in open { await channel.closeFuture.whenDone() }
    for deadline in deadlines { deadline.cancel() }
  }
}

extension EventLoopFuture<Void> {
  /// Waits for the end, of either kind.
  fileprivate func whenDone() async {
    await withCheckedContinuation { continuation in
      whenComplete { _ in continuation.resume() }
    }
  }
}
