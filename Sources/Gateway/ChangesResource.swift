import AdapterKit
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Store

/// Edits and deletions: `PATCH` and `DELETE /v1/messages/{id}`, and many deletions at once.
struct ChangesResource: Sendable {
  let store: any Store
  let planning: MessagePlanning
  let messages: MessageLookup

  private static let mostAtOnce = 100
  /// A message may begin to be sent while a change of it is planned.
  private static let mostPlans = 3

  func add(to router: Router<APIContext>) {
    router.patch("v1/messages/:id") { request, context in try await edit(request, context) }
    router.delete("v1/messages/:id") { request, context in try await delete(request, context) }
    router.post("v1/messages/delete") { request, context in
      try await deleteMany(request, context)
    }
  }

  private func edit(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    return try await Once(store: store).answer(request, context) { write in
      let wanted = try EditRequest(write.json())
      let (acceptance, lost) = try await change(write.identifier, write.idempotency) { message in
        try message.requireVersion(write.headers[.ifMatch])
        return try await planning.edit(of: message, to: wanted, by: write.sender)
      }
      return try Once.response(to: acceptance).lost(lost)
    }
  }

  private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let word = query.text("scope") ?? MessagePlanning.Scope.everywhere.rawValue
    let scope = MessagePlanning.Scope(rawValue: word)
    if scope == nil { query.note("scope", "is neither everywhere nor local") }
    try query.finish()
    return try await Once(store: store).answer(request, context) { write in
      let (acceptance, lost) = try await change(write.identifier, write.idempotency) { message in
        try message.requireVersion(write.headers[.ifMatch])
        return try planning.deletion(of: message, scope ?? .everywhere, by: write.sender)
      }
      return try Once.response(to: acceptance).lost(lost)
    }
  }

  /// Plans a change and has it accepted, anew when the message has begun to leave in between.
  private func change(
    _ name: String, _ idempotency: Idempotency?,
    _ plan: (StandingMessage) async throws -> Submission
  ) async throws -> (Acceptance, [Degradation]) {
    var plans = 0
    while true {
      var submission = try await plan(try await messages.message(name))
      submission.idempotency = idempotency
      plans += 1
      do throws(StoreError) {
        return (try await store.accept(submission), submission.plan.degradations)
      } catch {
        guard error == .conflict(.alreadyBegun), plans < Self.mostPlans else { throw error }
      }
    }
  }

  private func deleteMany(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: store)
    return try await once.answer(request, context) { write in
      let wanted = try DeletionRequest(write.json(), atMost: Self.mostAtOnce)
      var results: [JSONFragment] = []
      for event in wanted.events {
        results.append(try await delete(event, wanted.scope, by: write.sender))
      }
      let body = JSONFragment.object { $0.member("results", results) }
      return try await once.done(.ok, body, to: write)
    }
  }

  /// What became of one of many; a failure that is only its own is told beside it.
  private func delete(
    _ name: String, _ scope: MessagePlanning.Scope, by sender: Sender
  ) async throws -> JSONFragment {
    do {
      let (acceptance, _) = try await change(name, nil) { message in
        try planning.deletion(of: message, scope, by: sender)
      }
      guard case .accepted(let answer) = acceptance else {
        throw APIProblem(.internal, "no answer")
      }
      return JSONFragment(trusted: answer.body)
    } catch {
      let problem = APIProblem(causedBy: error)
      guard problem.kind.status.kind == .clientError else { throw error }
      return .object {
        $0.member("event_id", name)
        $0.member("error") {
          $0.member("code", problem.kind.rawValue)
          $0.member("detail", problem.detail)
        }
      }
    }
  }
}

/// Which messages to delete.
private struct DeletionRequest {
  let events: [String]
  let scope: MessagePlanning.Scope

  init(_ body: JSONView, atMost limit: Int) throws(APIProblem) {
    var reader = BodyReader(body)
    events = reader.texts("event_ids", atMost: limit)
    if events.isEmpty { reader.require("event_ids") }
    let words = MessagePlanning.Scope.allCases.map(\.rawValue)
    let word = reader.choice("scope", of: words)
    scope = word.flatMap { MessagePlanning.Scope(rawValue: $0) } ?? .everywhere
    reader.finish()
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }
}

extension StandingMessage {
  /// - Parameter header: `If-Match`; nil asks for nothing.
  fileprivate func requireVersion(_ header: String?) throws(APIProblem) {
    guard let header else { return }
    let version = row.event.timeline.version
    let wanted = header.split { $0 == "," || $0 == " " }
    guard wanted.contains(where: { $0 == "*" || $0 == "\"\(version)\"" }) else {
      throw APIProblem(.versionConflict, "the event has version \(version) by now")
    }
  }
}
