import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Posts to webhooks on this machine, over connections that stay open from one post to the next.
final class WebhookClient: Sendable {
  /// Connections kept for one address.
  private static let mostIdle = 64

  private let idle = Mutex<[String: [any Channel]]>([:])

  /// Posts once and says how it went; it never throws, because no answer is an answer here.
  func post(
    _ body: [UInt8], to address: WebhookAddress, headers: [(String, String)], patience: Duration
  ) async -> WebhookReply {
    let place = "\(address.host):\(address.port)"
    do {
      let channel = try await connection(to: address, place)
      let reply = channel.eventLoop.makePromise(of: WebhookReply.self)
      let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(patience)) {
        reply.fail(WebhookFailure.timeout)
        channel.close(promise: nil)
      }
      defer { deadline.cancel() }
      channel.writeAndFlush(
        WebhookExchange(address: address, headers: headers, body: body, reply: reply), promise: nil)
      let answer = try await withTaskCancellationHandler {
        try await reply.futureResult.get()
      } onCancel: {
        channel.close(promise: nil)
      }
      giveBack(channel, place)
      return answer
    } catch {
      return WebhookReply(failure: "\(error)")
    }
  }

  /// Closes all connections that wait for a next post.
  func close() {
    let channels = idle.withLock { idle in
      defer { idle = [:] }
      return idle.values.flatMap { $0 }
    }
    for channel in channels { channel.close(promise: nil) }
  }

  private func connection(to address: WebhookAddress, _ place: String) async throws -> any Channel {
    while let channel = idle.withLock({ $0[place]?.popLast() }) {
      if channel.isActive { return channel }
    }
    return try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHTTPClientHandlers()
          try pipeline.addHandler(WebhookExchangeHandler())
        }
      }
      .connect(host: address.host, port: address.port).get()
  }

  private func giveBack(_ channel: any Channel, _ place: String) {
    idle.withLock { idle in
      guard channel.isActive, (idle[place]?.count ?? 0) < Self.mostIdle else {
        channel.close(promise: nil)
        return
      }
      idle[place, default: []].append(channel)
    }
  }
}

/// Why a post got no answer; the texts are those that getWebhookInfo shows.
enum WebhookFailure: Error, CustomStringConvertible {
  case timeout, closed

  var description: String {
    switch self {
    case .timeout: "Read timeout expired"
    case .closed: "Connection reset by peer"
    }
  }
}

/// One post and the promise of its answer.
struct WebhookExchange: Sendable {
  var address: WebhookAddress
  var headers: [(String, String)]
  var body: [UInt8]
  var reply: EventLoopPromise<WebhookReply>
}

/// Writes a post and gathers the answer to it; there is never more than one on a connection.
private final class WebhookExchangeHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = WebhookExchange
  typealias OutboundOut = HTTPClientRequestPart

  /// A longer answer is cut there: nothing that a platform understands is that long.
  private static let longestAnswer = 1 << 20

  private var promise: EventLoopPromise<WebhookReply>?
  private var reply = WebhookReply()
  private var staysOpen = true

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let exchange = unwrapOutboundIn(data)
    guard context.channel.isActive else { return exchange.reply.fail(WebhookFailure.closed) }
    self.promise = exchange.reply
    reply = WebhookReply()
    var headers = HTTPHeaders([
      ("Host", "\(exchange.address.host):\(exchange.address.port)"),
      ("Content-Type", "application/json"), ("Content-Length", String(exchange.body.count)),
    ])
    headers.add(contentsOf: exchange.headers)
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: exchange.address.target, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let body = context.channel.allocator.buffer(bytes: exchange.body)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.write(wrapOutboundOut(.end(nil)), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      reply.status = Int(head.status.code)
      reply.contentType = head.headers.first(name: "Content-Type") ?? ""
      reply.retryAfterText = head.headers.first(name: "Retry-After")
      staysOpen = head.isKeepAlive
    case .body(let part):
      let room = Self.longestAnswer - reply.body.count
      reply.body.append(contentsOf: part.readableBytesView.prefix(room))
    case .end:
      if !staysOpen { context.close(promise: nil) }
      promise?.succeed(reply)
      promise = nil
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise?.fail(WebhookFailure.closed)
    promise = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise?.fail(error)
    promise = nil
    context.close(promise: nil)
  }
}
