import JSON
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A caller of a server on loopback, with a connection of its own for each request.
struct LoopbackClient: Sendable {
  let port: Int
  var headers: [(String, String)] = []

  /// An answer, whole.
  struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSONValue { get throws { try JSONValue(parsing: body) } }
  }

  /// The connection ended before the answer did.
  struct Interrupted: Error {}

  typealias Parts = NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator
  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  func get(_ path: String) async throws -> Answer { try await ask(.GET, path, [], []) }

  func post(
    _ path: String, _ body: [UInt8], _ headers: [(String, String)] = []
  ) async throws -> Answer {
    try await ask(.POST, path, headers, body)
  }

  func ask(
    _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [],
    _ body: [UInt8] = []
  ) async throws -> Answer {
    try await exchange(method, path, headers, body) { head, parts in
      var bytes: [UInt8] = []
      while let part = try await parts.next() {
        switch part {
        case .body(let piece): bytes += piece.readableBytesView
        case .end:
          return Answer(
            status: Int(head.status.code), headers: head.headers, body: bytes)
        case .head: break
        }
      }
      throw Interrupted()
    }
  }

  /// Sends a request and gives the head of its answer, and all that follows, to `read`.
  func exchange<Result: Sendable>(
    _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [],
    _ body: [UInt8] = [],
    read: @Sendable (HTTPResponseHead, inout Parts) async throws -> Result
  ) async throws -> Result {
    try await connect().executeThenClose { inbound, outbound in
      var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
      head.headers = HTTPHeaders(
        [("Host", "127.0.0.1"), ("Connection", "close")] + self.headers + headers)
      if method != .GET, !head.headers.contains(name: "Content-Length") {
        head.headers.add(name: "Content-Length", value: "\(body.count)")
      }
      // All at once: who has read enough may answer and close before another write.
      try await outbound.write(
        contentsOf: [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)])
      var parts = inbound.makeAsyncIterator()
      guard case .head(let answer)? = try await parts.next() else { throw Interrupted() }
      return try await read(answer, &parts)
    }
  }

  private func connect() async throws -> Connection {
    try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
  }
}

/// A port of loopback that nobody listened at a moment ago, and that nobody else is given.
///
/// The kernel takes those of connections from 32768 on: one of them could be taken before somebody
/// listens there.
func freePort() async throws -> Int {
  while true {
    let port = 20_000 + Int(nextPort.add(1, ordering: .relaxed).newValue % 12_000)
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    do { try await bootstrap.bind(host: "127.0.0.1", port: port).get().close() } catch is IOError {
      continue
    }
    return port
  }
}

private let nextPort = Atomic(UInt64.random(in: 0..<12_000))
