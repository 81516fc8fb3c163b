import AdapterKit
import EventModel
import NIOCore
import NIOHTTP1
import Store
import Synchronization

/// What all connections share: decides what becomes of a request.
final class IngressDesk: Sendable {
  /// What is to be done with a request.
  enum Verdict {
    case answer(Answer)
    /// Keep this, and only then give the reply.
    case keep(Payload, reply: Answer)
  }

  let limits: IngressLimits
  /// The meter of callers that no channel knows.
  let strangers = ChannelMeter(channel: "")
  private let routes: WebhookRoutes
  private let intake: any Intake
  private let now: @Sendable () -> Timestamp
  private let closing = Atomic(false)

  init(
    limits: IngressLimits, routes: WebhookRoutes, intake: any Intake,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.limits = limits
    self.routes = routes
    self.intake = intake
    self.now = now
  }

  /// Whether each answer is its connection's last.
  var isClosing: Bool { closing.load(ordering: .relaxed) }

  func close() { closing.store(true, ordering: .relaxed) }

  /// Decides about a request, and names whose meter counts it.
  func judge(_ request: IncomingRequest) -> (Verdict, ChannelMeter) {
    guard request.method == .POST else {
      let isHealthCheck = request.method == .GET && request.path == "/healthz"
      return (.answer(isHealthCheck ? .healthy : .notFound), strangers)
    }
    switch routes.place(at: request.path) {
    case .channel(let route): return (verdict(of: route, on: request), route.meter)
    case .nothing(let decoy):
      if let decoy { _ = try? decoy.receive(request.webhook) }  // For the time it takes only.
      return (.answer(.notFound), strangers)
    }
  }

  /// Journals a payload, and calls `done` on any thread: with the reply once it is durable.
  func keep(
    _ payload: Payload, replying reply: Answer, done: @escaping @Sendable (Answer) -> Void
  ) {
    intake.keep([payload], cursor: nil, of: payload.channel) { result in
      switch result {
      case .success: done(reply)
      case .failure: done(.comeAgain)
      }
    }
  }

  private func verdict(of route: WebhookRoutes.Route, on request: IncomingRequest) -> Verdict {
    let reception: WebhookReception
    do throws(WebhookRefusal) {
      reception = try route.receiver.receive(request.webhook)
    } catch {
      switch error {
      case .unauthenticated: return .answer(.notFound)
      case .tooLarge: return .answer(.tooLarge)
      }
    }
    if request.isRepeated { route.meter.countRetry() }
    let reply = Answer.ok(type: reception.answer.contentType, body: reception.answer.body)
    guard let kept = reception.kept else { return .answer(reply) }
    return .keep(
      Payload(
        channel: route.receiver.channel, transport: "webhook", receivedAt: now(),
        headers: kept.headers, body: kept.body), reply: reply)
  }
}

extension IncomingRequest {
  fileprivate var webhook: WebhookRequest {
    WebhookRequest(headers: headers.map { WireHeader($0.name, $0.value) }, body: body)
  }

  /// Whether the platform says how often it has tried in vain.
  fileprivate var isRepeated: Bool {
    headers.first(name: "x-retry-counter").map { $0 != "0" } ?? false
  }
}
