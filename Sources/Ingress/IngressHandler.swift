import AdapterKit
import EventModel
import Metrics
import NIOCore
import NIOHTTP1
import Store

/// Takes the requests of one connection, one after the other, and answers each when it is on disk.
final class IngressHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum Phase {
    case waiting
    case reading(HTTPRequestHead)
    /// The request is whole; no other is read before its answer is out.
    case answering
    case closing
  }

  private let desk: IngressDesk
  private var phase = Phase.waiting
  private var body = ByteBuffer()
  private var deadline: Scheduled<Void>?
  /// Tells late completions of a request that was answered already.
  private var request = 0
  private var closesAfterAnswer = false

  init(_ desk: IngressDesk) { self.desk = desk }

  func channelActive(context: ChannelHandlerContext) {
    arm(desk.limits.head, context)
    context.read()
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    phase = .closing
    context.fireChannelInactive()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    switch phase {
    case .waiting, .reading: context.read()
    case .answering, .closing: break
    }
    context.fireChannelReadComplete()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (unwrapInboundIn(data), phase) {
    case (.head(let head), .waiting): begin(head, context)
    case (.body(let bytes), .reading): take(bytes, context)
    case (.end, .reading(let head)): finish(head, context)
    default: break
    }
  }

  /// The parser's answer to what is no HTTP goes out before this; then nothing of it is believed any more.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    phase = .closing
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ListenerIsClosing { drain(context) }
    context.fireUserInboundEventTriggered(event)
  }

  // MARK: A request

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard HeadCheck.isSound(head) else {
      closesAfterAnswer = true
      return answer(.badRequest, context)
    }
    closesAfterAnswer = !head.isKeepAlive || desk.isClosing
    if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }),
      length > desk.limits.body
    {
      closesAfterAnswer = true
      return answer(.tooLarge, context)
    }
    phase = .reading(head)
    body.clear()
    arm(desk.limits.bodyTime, context)
    if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
      context.writeAndFlush(
        wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
    }
  }

  private func take(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
    guard body.readableBytes + bytes.readableBytes <= desk.limits.body else {
      closesAfterAnswer = true
      return answer(.tooLarge, context)
    }
    body.writeImmutableBuffer(bytes)
  }

  private func finish(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    phase = .answering
    request += 1
    if head.method == .GET, head.uri == "/healthz" { return answer(.healthy, context) }
    guard head.method == .POST, let receiver = desk.routes.receiver(at: head.uri) else {
      desk.pretendToCheck(body)
      return answer(.notFound, context)
    }
    let headers = head.headers.map { WireHeader($0.name, $0.value) }
    let whole = WebhookRequest(headers: headers, body: Array(body.readableBytesView))
    do throws(WebhookRefusal) {
      take(try receiver.receive(whole), for: receiver, context)
    } catch {
      answer(error == .tooLarge ? .tooLarge : .notFound, context)
    }
  }

  private func take(
    _ reception: WebhookReception, for receiver: WebhookReceiver, _ context: ChannelHandlerContext
  ) {
    let reply = Answer(status: .ok, type: reception.answer.contentType, body: reception.answer.body)
    guard let kept = reception.kept else { return answer(reply, context) }
    let payload = Payload(
      channel: receiver.channel, transport: "webhook", receivedAt: desk.now(),
      headers: kept.headers, body: kept.body)
    let this = request
    arm(desk.limits.journal, context)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    desk.keep(payload) { result in
      bound.eventLoop.execute {
        let (handler, context) = bound.value
        guard case .answering = handler.phase, handler.request == this else { return }
        switch result {
        case .success: handler.answer(reply, context, of: receiver)
        case .failure: handler.answer(.comeAgain, context, of: receiver)
        }
      }
    }
  }

  // MARK: The answer

  private func answer(
    _ answer: Answer, _ context: ChannelHandlerContext, of receiver: WebhookReceiver? = nil
  ) {
    desk.count(answer, of: receiver)
    deadline?.cancel()
    phase = closesAfterAnswer || desk.isClosing ? .closing : .waiting
    let isLast = if case .closing = phase { true } else { false }
    context.write(wrapOutboundOut(.head(answer.head(closing: isLast))), promise: nil)
    context.write(
      wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(string: answer.body)))),
      promise: nil)
    let sent = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    if isLast {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      sent.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    } else {
      arm(desk.limits.idle, context)
      context.read()
    }
  }

  /// Sets the one deadline that runs; what it means depends on the phase it meets.
  private func arm(_ limit: Duration, _ context: ChannelHandlerContext) {
    deadline?.cancel()
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: TimeAmount(limit)) {
      let (handler, context) = bound.value
      handler.expire(context)
    }
  }

  private func expire(_ context: ChannelHandlerContext) {
    switch phase {
    case .answering: answer(.comeAgain, context)
    case .reading:
      closesAfterAnswer = true
      answer(.timeout, context)
    case .waiting, .closing:
      phase = .closing
      context.close(promise: nil)
    }
  }

  /// A connection that rests is closed; one with a request in hand answers it first.
  private func drain(_ context: ChannelHandlerContext) {
    closesAfterAnswer = true
    if case .waiting = phase {
      phase = .closing
      context.close(promise: nil)
    }
  }
}

/// Tells every connection that the listener takes nothing new.
struct ListenerIsClosing: Sendable {}
