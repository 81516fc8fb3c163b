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
    /// A listening socket that is handed over: it is closed when the run ends.
    case descriptor(CInt)
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

  /// The port that is listened on, once it is.
  package var port: Int? { bound.withLock { $0 } }

  /// Listens until `closing` returns; then what was accepted is answered, and no more is taken.
  /// That is bounded, and holds for a cancelled task too. A server runs once.
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
    let crowds = try await Crowds(on: group, desk.limits)
    let listener = try await listen(on: group, crowds)
    bound.withLock { $0 = listener.localAddress?.port }
    logger.info(
      "ingress listens", metadata: ["address": "\(listener.localAddress?.description ?? "?")"])
    ready()
    await closing()
    desk.close()
    try await listener.close().get()
    try await crowds.drain(within: desk.limits.drain)
    logger.info("ingress closed", metadata: ["cut_off": "\(connections.all)"])
  }

  private func listen(
    on group: MultiThreadedEventLoopGroup, _ crowds: Crowds
  ) async throws -> any NIOCore.Channel {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { [desk, connections] channel in
        channel.eventLoop.makeCompletedFuture {
          try Self.admit(channel, to: crowds, desk, connections)
        }
      }
    switch place {
    case .address(let host, let port):
      return try await bootstrap.bind(host: host, port: port).get()
    case .descriptor(let descriptor):
      return try await bootstrap.withBoundSocket(descriptor).get()
    }
  }

  /// Sets a new connection up; one too many is refused, and thereby closed.
  private static func admit(
    _ channel: any NIOCore.Channel, to crowds: Crowds, _ desk: IngressDesk,
    _ connections: ConnectionCount
  ) throws {
    let peer = channel.remoteAddress?.ipAddress.flatMap { PeerAddress($0) }
    guard connections.enter(peer) else { throw TooManyConnections() }
    channel.closeFuture.whenComplete { _ in connections.leave(peer) }
    let decoder = HTTPRequestDecoder(limitConfiguration: desk.limits.decoding)
    try channel.pipeline.syncOperations.addHandlers(
      ByteToMessageHandler(decoder),
      IngressConnection(desk, in: try crowds.crowd(on: channel.eventLoop)))
  }

  private struct TooManyConnections: Error {}
}

/// Each event loop's crowd.
private struct Crowds: Sendable {
  private let crowds: [ObjectIdentifier: NIOLoopBound<Crowd>]

  init(on group: MultiThreadedEventLoopGroup, _ limits: IngressLimits) async throws {
    var crowds: [ObjectIdentifier: NIOLoopBound<Crowd>] = [:]
    for loop in group.makeIterator() {
      crowds[ObjectIdentifier(loop)] = try await loop.submit {
        NIOLoopBound(Crowd(on: loop, pause: limits.pause), eventLoop: loop)
      }.get()
    }
    self.crowds = crowds
  }

  /// The crowd of the loop that is running.
  func crowd(on loop: any EventLoop) throws -> Crowd {
    guard let crowd = crowds[ObjectIdentifier(loop)] else { throw EventLoopError.shutdown }
    return crowd.value
  }

  func drain(within limit: TimeAmount) async throws {
    let ends = crowds.values.map { crowd in
      crowd.eventLoop.flatSubmit { crowd.value.drain(within: limit) }
    }
    for end in ends { try await end.get() }
  }
}
