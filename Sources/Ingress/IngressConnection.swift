import NIOCore
import NIOHTTP1

/// Takes the requests of one connection one after the other, and answers each before the next.
final class IngressConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    /// Between two requests, or inside a head.
    case waiting
    case reading
    /// The request is whole, and its answer is not out yet.
    case answering
    /// The last answer is out; what still comes is dropped.
    case leaving
  }

  private let desk: IngressDesk
  private let crowd: Crowd
  private var context: ChannelHandlerContext?
  private var phase = Phase.waiting
  private var reader: RequestReader
  /// What came while a request was being answered; nothing is read while there is any.
  private var queue = CircularBuffer<Arrival>(initialCapacity: 4)
  private var isProceeding = false
  private var clock = ExchangeClock()
  private var meter: ChannelMeter
  /// Tells a journal that comes late from one that is expected.
  private var number = 0

  init(_ desk: IngressDesk, in crowd: Crowd) {
    self.desk = desk
    self.crowd = crowd
    reader = RequestReader(largestBody: desk.limits.body)
    meter = desk.strangers
  }

  /// When `expire()` is due.
  var deadline: NIODeadline { clock.deadline }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    clock.allow(desk.limits.head)
    crowd.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    crowd.remove(self)
  }

  func channelActive(context: ChannelHandlerContext) { context.read() }

  func channelInactive(context: ChannelHandlerContext) { phase = .leaving }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    clock.sawPart()
    arrive(.part(unwrapInboundIn(data)))
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    clock.readEnded(betweenRequests: phase == .waiting, head: desk.limits.head)
    readOn()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) { proceed() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let arrival = Arrival(error) {
      arrive(arrival)
    } else if !(error is ByteToMessageDecoderError) {
      leaveAtOnce()
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { arrive(.ended) }
  }

  // MARK: In

  private func arrive(_ arrival: Arrival) {
    switch phase {
    case .waiting where queue.isEmpty, .reading where queue.isEmpty: take(arrival)
    case .waiting, .reading, .answering: queue.append(arrival)
    case .leaving: if case .ended = arrival { context?.close(promise: nil) }
    }
  }

  /// Takes what has queued up, as far as the caller reads its answers.
  private func proceed() {
    guard !isProceeding else { return }
    isProceeding = true
    defer { isProceeding = false }
    while phase == .waiting || phase == .reading, context?.channel.isWritable == true,
      let next = queue.popFirst()
    { take(next) }
    readOn()
  }

  private func readOn() {
    guard let context, queue.isEmpty, context.channel.isWritable else { return }
    context.read()
  }

  private func take(_ arrival: Arrival) {
    switch arrival {
    case .part(let part): follow(reader.take(part))
    case .broken(let answer): refuse(answer)
    case .ended: leaveAtOnce()
    }
  }

  private func follow(_ step: RequestReader.Step) {
    switch step {
    case .begun(let asksToGoOn):
      phase = .reading
      number &+= 1
      clock.begin(desk.limits.bodyTime)
      if asksToGoOn { context?.writeAndFlush(wrapOutboundOut(Answer.goOn), promise: nil) }
    case .more: break
    case .refused(let answer): refuse(answer)
    case .whole(let request): consider(request)
    }
  }

  private func consider(_ request: IncomingRequest) {
    phase = .answering
    let (verdict, meter) = desk.judge(request)
    self.meter = meter
    switch verdict {
    case .answer(let answer): send(answer, reader.manner)
    case .keep(let payload, let reply):
      guard let context else { return }
      clock.allow(desk.limits.journal)
      let number = number
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      desk.keep(payload, replying: reply) { answer in
        bound.eventLoop.execute { bound.value.settle(number, answer) }
      }
    }
  }

  private func settle(_ number: Int, _ answer: Answer) {
    guard phase == .answering, number == self.number else { return }
    send(answer, reader.manner)
  }

  private func send(_ answer: Answer, _ wanted: Answer.Manner) {
    guard let context else { return }
    var manner = wanted
    if desk.isClosing { manner.closes = true }
    meter.count(answer, took: clock.end(desk.limits.idle))
    meter = desk.strangers
    let bytes = answer.bytes(manner, from: context.channel.allocator)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    guard !manner.closes else { return leave(context) }
    phase = .waiting
    proceed()
  }

  private func refuse(_ answer: Answer) { send(answer, Answer.Manner()) }

  /// Ends our side, and reads on for a while: closing on unread bytes would take the answer back.
  private func leave(_ context: ChannelHandlerContext) {
    phase = .leaving
    queue.removeAll()
    clock.allow(desk.isClosing ? desk.limits.greeting : desk.limits.linger)
    context.close(mode: .output, promise: nil)
    context.read()
  }

  private func leaveAtOnce() {
    phase = .leaving
    context?.close(promise: nil)
  }

  // MARK: Time

  /// The deadline has passed.
  func expire() {
    switch phase {
    case .waiting where !clock.isInHead, .leaving: leaveAtOnce()
    case .waiting, .reading: refuse(.timeout)
    case .answering: send(.comeAgain, reader.manner)
    }
  }

  /// The listener takes nothing new: a connection that rests is closed, one with a request in hand
  /// answers it first, and one that was only just accepted may still say what it came for.
  func drain() {
    switch phase {
    case .waiting where number > 0 && !clock.isInHead && queue.isEmpty: leaveAtOnce()
    case .waiting, .leaving: clock.hurry(desk.limits.greeting)
    case .reading, .answering: break
    }
  }
}
