import AdapterKit
import EventModel
import Synchronization

/// What the curl thread is asked to do.
enum Command: Sendable {
  case exchange(Order)
  case open(Opening)
  case send(Writing, to: Ticket)
  case receive(Reading, from: Ticket)
  case close(Ticket)
  case cancel(Ticket)

  /// Answers who waits for a command that will not be carried out.
  func refuse(_ failure: SendFailure) {
    switch self {
    case .exchange(let order): order.reply.resume(returning: .failure(failure))
    case .open(let opening): opening.reply.resume(returning: .failure(failure))
    case .send(let writing, _): writing.reply.resume(returning: .failure(failure))
    case .receive(let reading, _): reading.reply.resume(returning: .failure(failure))
    case .close, .cancel: break
    }
  }
}

/// Resumed exactly once: by the curl thread, or by the inbox that refuses the command.
typealias Reply<Value: Sendable> = CheckedContinuation<Result<Value, SendFailure>, Never>

/// A request that waits for its turn.
struct Order: Call, Sendable {
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
}

/// A conversation to be opened; its ticket names it as long as it is open.
struct Opening: Call, Sendable {
  let ticket: Ticket
  let endpoint: Endpoint
  let reply: Reply<(Ticket, [String])>
}

/// Bytes that somebody wants written.
struct Writing: Call, Sendable {
  let ticket: Ticket
  var rest: ArraySlice<UInt8>
  let deadline: ContinuousClock.Instant
  let reply: Reply<Void>
}

/// Somebody who waits for bytes.
struct Reading: Call, Sendable {
  let ticket: Ticket
  let deadline: ContinuousClock.Instant
  let reply: Reply<[UInt8]>
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

/// A call that somebody waits for.
protocol Call {
  associatedtype Value: Sendable
  var reply: Reply<Value> { get }
}

extension Call {
  /// Answers that not a byte of it was written.
  func refuse(_ reason: String, _ kind: DeliveryError.Kind = .unknown) {
    reply.resume(returning: .failure(.unavailable(DeliveryError(kind, reason))))
  }
}
