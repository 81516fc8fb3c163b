import AdapterKit
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Store

/// `/v1/dialogs/{id}/messages` and `/v1/messages`: replies into the durable outbox.
struct MessagesResource: Sendable {
  let store: any Store
  let planning: MessagePlanning
  let feed: ChangeFeed

  func add(to router: Router<APIContext>) {
    router.post("v1/dialogs/:id/messages") { request, context in
      try await send(request, context, to: context.identifier)
    }
    router.post("v1/messages") { request, context in try await send(request, context, to: nil) }
  }

  private func send(
    _ request: Request, _ context: APIContext, to dialog: String?
  ) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let isDry = query.flag("dry_run")
    try query.finish()
    let patience = Patience(request.headers[.prefer])
    return try await Once(store: store).answer(request, context, isDry: isDry) { write in
      let wanted = try MessageRequest(write.json(), hasDialog: dialog != nil)
      var submission = try await planning.submission(of: wanted, to: dialog, by: write.caller)
      submission.idempotency = write.idempotency
      let response =
        isDry
        ? Self.rehearsal(of: submission.plan)
        : try await promise(submission, waiting: patience)
      return response.lost(submission.plan.degradations)
    }
  }

  /// Accepts it, and waits for what becomes of it where the caller wants that.
  private func promise(
    _ submission: Submission, waiting patience: Patience?
  ) async throws -> Response {
    let acceptance = try await store.accept(submission)
    guard let patience, case .accepted = acceptance else {
      return try Once.response(to: acceptance)
    }
    let outcome = try await patience.outcome(of: submission.outgoing.id, from: feed)
    let body = JSONFragment.object {
      $0.name("event")
      $0.raw(outcome.bytes)
      $0.member("ai_response_scheduled", false)
      $0.member("degradations", submission.plan.degradations)
    }
    return Response(
      status: outcome.isSent ? .created : .accepted, json: body.bytes,
      headers: [.preferenceApplied: "wait=\(patience.seconds)"])
  }

  /// What would be asked of the platform; the adapters' words hold no secrets.
  private static func rehearsal(of plan: Plan) -> Response {
    let body = JSONFragment.object {
      $0.member("dry_run", true)
      $0.member("parts", plan.parts.map(\.request))
      $0.member("degradations", plan.degradations)
    }
    return Response(json: body.bytes)
  }
}
