import AdapterKit
import Synchronization

/// What the curl thread is asked to do.
enum Command: Sendable {
  case exchange(Order)
  case open(Ticket, Endpoint, Reply<[String]>)
  case send(Ticket, to: Ticket, [UInt8], by: ContinuousClock.Instant, Reply<Void>)
  case receive(Ticket, from: Ticket, by: ContinuousClock.Instant, Reply<[UInt8]>)
  case close(Ticket)
  case cancel(Ticket)

  /// Answers who waits for a command that will not be carried out.
  func refuse(_ failure: SendFailure) {
    switch self {
    case .exchange(let order): order.reply.resume(returning: .failure(failure))
    case .open(_, _, let reply): reply.resume(returning: .failure(failure))
    case .send(_, _, _, _, let reply): reply.resume(returning: .failure(failure))
    case .receive(_, _, _, let reply): reply.resume(returning: .failure(failure))
    case .close, .cancel: break
    }
  }
}

/// Resumed exactly once: by the curl thread, or by the inbox that refuses the command.
typealias Reply<Value: Sendable> = CheckedContinuation<Result<Value, SendFailure>, Never>

/// A request that waits for its turn.
struct Order: Sendable {
  let ticket: Ticket
  let request: TransferRequest
  /// Host and port, as written: what requests are counted by.
  let host: String
  /// The end of its time, which also runs while it waits.
  let deadline: ContinuousClock.Instant
  let reply: Reply<TransferResponse>

  init(_ ticket: Ticket, _ request: TransferRequest, _ reply: Reply<TransferResponse>) {
    self.ticket = ticket
    self.request = request
    self.reply = reply
    host = request.url.authority
    deadline = .now + request.timeout
  }

  /// Answers that not a byte of it was written.
  func refuse(_ reason: String, _ kind: DeliveryError.Kind = .unknown) {
    reply.resume(returning: .failure(.unavailable(DeliveryError(kind, reason))))
  }
}

/// Names one call, so that it can be cancelled; known by its identity.
final class Ticket: Sendable {
  private let wasCancelled = Atomic(false)

  /// True even when the cancelling overtook the command that it is about.
  var isCancelled: Bool { wasCancelled.load(ordering: .acquiring) }

  func cancel() { wasCancelled.store(true, ordering: .releasing) }
}

extension Ticket: Hashable {
  static func == (left: Ticket, right: Ticket) -> Bool { left === right }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
