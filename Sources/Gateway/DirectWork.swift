import AdapterKit
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Relay
import Store

/// Has things done at the platform while their caller waits, and writes down what was done.
struct DirectWork: Sendable {
  let store: any Store
  let calls: DirectCalls
  let now: @Sendable () -> Timestamp

  /// Does it to a message, and gives the row as it is then.
  func perform(
    _ operation: Outgoing.Operation, on message: StandingMessage, noting effect: DirectEffect
  ) async throws -> (event: Event, lost: [Degradation]) {
    let result = await ask(operation, in: message.dialog, at: message.address, of: message.channel)
    let lost = try Self.degradations(result)
    return (try await store.note(effect, of: message.row.event.id), lost)
  }

  func ask(
    _ operation: Outgoing.Operation, in dialog: DialogID, at address: Dialog.Address,
    of channel: ChannelRuntime
  ) async -> DirectResult {
    let outgoing = Outgoing(store.nextEventID(), in: address, operation)
    return await calls.perform(outgoing, in: dialog, of: channel)
  }

  /// What was lost of a thing that was done; whatever else it was is a problem of the caller's.
  static func degradations(_ result: DirectResult) throws(APIProblem) -> [Degradation] {
    switch result {
    case .done(let lost): return lost
    case .unsupported(let refusal): throw APIProblem(refusal)
    case .refused(let error): throw APIProblem(.platformRejected, error)
    case .uncertain(let error):
      var problem = APIProblem(.platformSilent, error, "; it may be repeated")
      problem.more.append(JSONMember("may_be_repeated", JSONFragment { $0.value(true) }))
      throw problem
    case .throttled(let wait):
      var problem = APIProblem(.rateLimited, "the platform takes no more of it for now")
      let part: Int64 = wait.components.attoseconds > 0 ? 1 : 0
      problem.headers[.retryAfter] = "\(max(1, wait.components.seconds &+ part))"
      throw problem
    }
  }
}

extension APIProblem {
  fileprivate init(_ kind: Kind, _ error: DeliveryError, _ hint: String = "") {
    self.init(kind, error.reason + hint)
    more = [JSONMember("error_type", JSONFragment { $0.value(error.kind) })]
    if let code = error.code { more.append(JSONMember("platform_code", .text(code))) }
  }
}

extension JSONFragment {
  /// An event as it is served.
  init(_ event: Event) { self.init { $0.value(event) } }
}

extension Event {
  /// The header that names its version.
  var tagHeader: HTTPFields { [.eTag: "\"\(timeline.version)\""] }
}
