import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The private listener: the HTTP API, and nothing else.
///
/// Hummingbird's own server knows only host names and paths. Its connections are taken here by an
/// accept loop of ours, which knows inherited sockets too.
package final class GatewayServer: Sendable {
  /// Where to listen.
  package enum Place: Sendable {
    case address(host: String, port: Int)
    /// A Unix socket; what stands at that path already is taken away if it is a socket.
    case path(String)
    /// A listening socket that somebody handed over; the server closes this descriptor when it
    /// ends.
    case descriptor(CInt)
  }

  private let place: Place
  private let api: API
  private let logger: Logger
  private let bound = Mutex<Int?>(nil)

  /// A connection on which nothing is asked is closed after this.
  private static let idleTimeout: TimeAmount = .seconds(75)
  /// In bytes; as much may be written at once.
  private static let shortBody = 64 << 10
  /// How long requests in hand may take once the server should end.
  private static let drain: Duration = .seconds(10)

  package init(at place: Place, api: API, logger: Logger) {
    self.place = place
    self.api = api
    self.logger = logger
  }

  /// The port that is listened on, once it is.
  package var port: Int? { bound.withLock { $0 } }

  /// Listens until `closing` returns; then requests in hand are answered, streams end, and no more
  /// is taken.
  ///
  /// - Parameter ready: called once connections are taken.
  package func run(
    closing: @escaping @Sendable () async -> Void, ready: @Sendable () -> Void
  ) async throws {
    let open = OpenConnections()
    let http = HTTP1Channel(responder: respond, configuration: .init(idleTimeout: Self.idleTimeout))
    let listener = try await listen(http, open)
    bound.withLock { $0 = listener.channel.localAddress?.port }
    logger.info(
      "gateway listens",
      metadata: ["address": "\(listener.channel.localAddress?.description ?? "?")"])
    ready()
    try await listener.executeThenClose { accepted in
      try await withThrowingDiscardingTaskGroup { group in
        group.addTask {
          await closing()
          self.api.closing.give()
          // It may be closed already: then the accept loop has ended as well.
          listener.channel.close(promise: nil)
          await open.drain(within: Self.drain)
        }
        for try await connection in accepted {
          group.addTask { await http.handle(value: connection, logger: self.logger) }
        }
      }
    }
  }

  /// Thrown to have a connection closed after its answer.
  private struct ConnectionIsOver: Error {}

  private func respond(
    to request: Request, _ writer: consuming ResponseWriter, over channel: any Channel
  ) async throws {
    let response = await api.respond(to: request, over: channel)
    try await writer.write(
      response: response.head, body: Self.paced(response.body, on: channel.eventLoop))
    if response.headers[.connection] == "close" { throw ConnectionIsOver() }
  }

  /// The same body, written no faster than the connection takes it.
  ///
  /// A writer is made to wait once its connection is full. NIO finds that out on the connection's
  /// own loop: when the loop is busy with others, a fast writer has put a whole file into memory
  /// by then. So each piece waits for the loop to have seen the one before it.
  private static func paced(_ body: ResponseBody, on loop: any EventLoop) -> ResponseBody {
    if let length = body.contentLength, length <= shortBody { return body }
    return ResponseBody(contentLength: body.contentLength) { writer in
      try await body.write(
        writer.map { piece in
          try await loop.submit {}.get()
          return piece
        })
    }
  }

  private func listen(
    _ http: HTTP1Channel, _ open: OpenConnections
  ) async throws -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
    let logger = logger
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
    let accept: @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value> = { channel in
      open.add(channel)
      return http.setup(channel: channel, logger: logger)
    }
    switch place {
    case .address(let host, let port):
      return try await bootstrap.bind(host: host, port: port, childChannelInitializer: accept)
    case .path(let path):
      return try await bootstrap.bind(
        unixDomainSocketPath: path, cleanupExistingSocketFile: true,
        childChannelInitializer: accept)
    case .descriptor(let descriptor):
      return try await bootstrap.bind(descriptor, childChannelInitializer: accept)
    }
  }
}
