import AdapterKit
import EventModel
import Metrics
import NIOCore
import NIOHTTP1
import Store
import Synchronization

/// What all connections of the listener share.
final class IngressDesk: Sendable {
  let limits: IngressLimits
  let routes: WebhookRoutes
  let now: @Sendable () -> Timestamp
  private let intake: any Intake
  private let closing = Mutex(false)
  private let counters = Mutex<[String: Counter]>([:])

  init(
    limits: IngressLimits, routes: WebhookRoutes, intake: any Intake,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.limits = limits
    self.routes = routes
    self.intake = intake
    self.now = now
  }

  var isClosing: Bool { closing.withLock { $0 } }
  func close() { closing.withLock { $0 = true } }

  func keep(
    _ payload: Payload, done: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    intake.keep([payload], cursor: nil, of: payload.channel, done: done)
  }

  /// Spends on a request to nobody what checking one to somebody costs: reading its body once.
  func pretendToCheck(_ body: ByteBuffer) {
    var sum: UInt8 = 0
    for byte in body.readableBytesView { sum ^= byte }
    withExtendedLifetime(sum) {}
  }

  func count(_ answer: Answer, of receiver: WebhookReceiver?) {
    let key = "\(receiver?.name ?? "none") \(answer.status.code)"
    let counter = counters.withLock { counters in
      if let known = counters[key] { return known }
      let fresh = Counter(
        label: "channeld_ingress_requests_total",
        dimensions: [
          ("channel", receiver?.name ?? ""), ("transport", "webhook"),
          ("code", String(answer.status.code)),
        ])
      counters[key] = fresh
      return fresh
    }
    counter.increment()
  }
}
