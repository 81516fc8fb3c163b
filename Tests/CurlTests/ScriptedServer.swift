import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A server on loopback that answers each request, or each line, by a script.
final class ScriptedServer: Sendable {
  enum Act: Sendable {
    case say(String)
    case bytes([UInt8])
    case close, reset
    /// So many zeros, as fast as they are taken.
    case pour(Int)
    /// The text, a byte each tenth of a second.
    case trickle(String)
  }
  /// What ends a request: a whole HTTP message, or the end of a line.
  enum Framing: Sendable {
    case http
    /// The head of an HTTP message; what comes after it is dropped.
    case heads
    case lines(greeting: String)
  }
  /// What is done for a request.
  struct Script: Sendable {
    let acts: @Sendable (String) -> [Act]

    static func always(_ acts: Act...) -> Script { Script { _ in acts } }
  }

  let port: Int
  private let channel: any Channel
  private let record: Record

  /// Serves until `body` returns.
  static func answering<Value>(
    by script: Script, framing: Framing = .http,
    _ body: (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let server = try await ScriptedServer(framing, script)
    do {
      let value = try await body(server)
      try await server.channel.close()
      return value
    } catch {
      try await server.channel.close()
      throw error
    }
  }

  private init(_ framing: Framing, _ script: Script) async throws {
    let record = Record()
    self.record = record
    channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          record.counts.withLock { $0.connections += 1 }
          try channel.pipeline.syncOperations.addHandler(Conduct(framing, script, record))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  var connections: Int { record.counts.withLock { $0.connections } }
  var requests: [String] { record.counts.withLock { $0.requests } }
  /// How much was received in all.
  var bytes: Int { record.counts.withLock { $0.bytes } }
}

/// What a server has seen.
private final class Record: Sendable {
  let counts = Mutex((connections: 0, requests: [String](), bytes: 0))
}

/// Cuts what comes into requests and acts by the script.
private final class Conduct: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let framing: ScriptedServer.Framing
  private let script: ScriptedServer.Script
  private let record: Record
  private var received = ""
  private var isHeadTaken = false
  private var toPour = 0
  private var isPouring = false

  init(
    _ framing: ScriptedServer.Framing, _ script: ScriptedServer.Script, _ record: Record
  ) {
    self.framing = framing
    self.script = script
    self.record = record
  }

  func channelActive(context: ChannelHandlerContext) {
    if case .lines(let greeting) = framing { act([.say(greeting)], context) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    record.counts.withLock { $0.bytes += buffer.readableBytes }
    if isHeadTaken { return }
    let piece = String(buffer: buffer)
    received += piece
    guard piece.utf8.contains(UInt8(ascii: "\n")) else { return }
    while let request = nextRequest() {
      record.counts.withLock { $0.requests.append(request) }
      act(script.acts(request), context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func nextRequest() -> String? {
    switch framing {
    case .lines:
      guard let end = received.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      let line = received.utf8[..<end].filter { $0 != UInt8(ascii: "\r") }
      received.removeSubrange(...end)
      return String(decoding: line, as: UTF8.self)
    case .heads:
      guard !isHeadTaken, let head = received.firstRange(of: "\r\n\r\n") else { return nil }
      isHeadTaken = true
      return String(received[..<head.upperBound])
    case .http:
      guard let head = received.firstRange(of: "\r\n\r\n") else { return nil }
      let length = received[..<head.lowerBound].split(separator: "\r\n")
        .first { $0.lowercased().hasPrefix("content-length:") }
        .flatMap { Int($0.drop { $0 != " " }.dropFirst()) }
      guard
        let end = received.utf8.index(
          head.upperBound, offsetBy: length ?? 0, limitedBy: received.utf8.endIndex)
      else { return nil }
      defer { received.removeSubrange(..<end) }
      return String(received[..<end])
    }
  }

  private func act(_ acts: [ScriptedServer.Act], _ context: ChannelHandlerContext) {
    for act in acts {
      switch act {
      case .say(let text):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
      case .bytes(let bytes):
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
      case .close:
        context.close(promise: nil)
      case .reset:
        let abrupt = linger(l_onoff: 1, l_linger: 0)
        _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(abrupt)
        context.close(promise: nil)
      case .pour(let count):
        toPour = count
        pour(context)
      case .trickle(let text):
        trickle(Array(text.utf8)[...], context)
      }
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { pour(context) }

  private func pour(_ context: ChannelHandlerContext) {
    guard !isPouring else { return }
    isPouring = true
    defer { isPouring = false }
    while toPour > 0, context.channel.isWritable {
      let count = min(toPour, zeros.count)
      toPour -= count
      context.writeAndFlush(
        wrapOutboundOut(ByteBuffer(bytes: zeros.prefix(count))), promise: nil)
    }
  }

  private func trickle(_ rest: ArraySlice<UInt8>, _ context: ChannelHandlerContext) {
    guard let first = rest.first, context.channel.isActive else { return }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [first])), promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(100)) {
      self.trickle(rest.dropFirst(), context)
    }
  }
}

private let zeros = [UInt8](repeating: 0, count: 256 << 10)

/// A whole answer with a body of that text.
func answer(_ status: String, _ body: String = "", headers: [String] = []) -> ScriptedServer.Act {
  let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
  return .say(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
}
