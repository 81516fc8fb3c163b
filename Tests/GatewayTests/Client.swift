import JSON
import NIOCore
import NIOHTTP1
import NIOPosix

/// A caller of the API on a connection of its own for each request.
struct Client: Sendable {
  enum Target: Sendable {
    case port(Int)
    case path(String)
  }

  let target: Target
  /// What the `Authorization` header says; nil for none.
  var authorization: String? = "Bearer \(Gateway.key)"

  /// An answer, whole.
  struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var json: JSONView { get throws { try JSONDocument(parsing: body).root } }
    var code: String? { get throws { try json["code"].string } }
    var pointers: [String] {
      get throws { try json["errors"].elements.compactMap { $0["pointer"].string } }
    }
  }

  func get(_ path: String, _ headers: [(String, String)] = []) async throws -> Answer {
    try await ask(.GET, path, headers)
  }

  func post(
    _ path: String, _ body: String, _ headers: [(String, String)] = []
  ) async throws -> Answer {
    try await ask(.POST, path, headers, body: Array(body.utf8))
  }

  func patch(
    _ path: String, _ body: String, _ headers: [(String, String)] = []
  ) async throws -> Answer {
    try await ask(.PATCH, path, headers, body: Array(body.utf8))
  }

  func ask(
    _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
  ) async throws -> Answer {
    try await exchange(method, path, headers, body: body) { head, parts in
      var bytes: [UInt8] = []
      while let part = try await parts.next() {
        if case .body(let piece) = part { bytes += piece.readableBytesView }
        if case .end = part { break }
      }
      return Answer(status: Int(head.status.code), headers: head.headers, body: bytes)
    }
  }

  typealias Parts = NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator

  /// Sends a request and gives the head of its answer, and all that follows, to `read`.
  func exchange<Result: Sendable>(
    _ method: HTTPMethod, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = [],
    _ read: @Sendable (HTTPResponseHead, inout Parts) async throws -> Result
  ) async throws -> Result {
    let channel = try await connect()
    return try await channel.executeThenClose { inbound, outbound in
      var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
      head.headers = HTTPHeaders([("Host", "gateway"), ("Connection", "close")] + headers)
      if let authorization { head.headers.add(name: "Authorization", value: authorization) }
      if !body.isEmpty { head.headers.add(name: "Content-Length", value: "\(body.count)") }
      try await outbound.write(.head(head))
      if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
      try await outbound.write(.end(nil))
      var parts = inbound.makeAsyncIterator()
      guard case .head(let answer)? = try await parts.next() else { throw NoAnswer() }
      return try await read(answer, &parts)
    }
  }

  struct NoAnswer: Error {}

  private func connect() async throws -> NIOAsyncChannel<
    HTTPClientResponsePart, HTTPClientRequestPart
  > {
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    let setUp:
      @Sendable (any Channel) -> EventLoopFuture<
        NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>
      > = { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
    switch target {
    case .port(let port):
      return try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: setUp)
    case .path(let path):
      return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: setUp)
    }
  }
}
