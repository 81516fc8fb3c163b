import AdapterKit
import Crypto
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
    let body = try await RequestBytes.collect(request)
    let idempotency = isDry ? nil : try Idempotency(request, of: context.caller, body)
    if let idempotency, let known = try await store.answer(to: idempotency) {
      return try Self.response(to: known)
    }

    let wanted = try MessageRequest(RequestBytes.parsed(body), hasDialog: dialog != nil)
    var submission = try await planning.submission(of: wanted, to: dialog, by: context.caller)
    submission.idempotency = idempotency
    var response =
      isDry
      ? Self.rehearsal(of: submission.plan)
      : try await promise(submission, waiting: Patience(request.headers[.prefer]))
    let degradations = submission.plan.degradations
    if !degradations.isEmpty {
      response.headers[.degraded] = degradations.map(\.rawValue).joined(separator: ", ")
    }
    return response
  }

  /// Accepts it, and waits for what becomes of it where the caller wants that.
  private func promise(
    _ submission: Submission, waiting patience: Patience?
  ) async throws -> Response {
    let acceptance = try await store.accept(submission)
    guard let patience, case .accepted = acceptance else {
      return try Self.response(to: acceptance)
    }
    let outcome = try await patience.outcome(of: submission.outgoing.id, from: feed)
    let body = JSONFragment.object {
      $0.name("event")
      $0.raw(outcome.bytes)
      $0.member("ai_response_scheduled", false)
    }
    return Response(
      status: outcome.isSent ? .created : .accepted, json: body.bytes,
      headers: [.preferenceApplied: "wait=\(patience.seconds)"])
  }

  private static func response(to acceptance: Acceptance) throws(APIProblem) -> Response {
    switch acceptance {
    case .accepted(let answer):
      return Response(status: .init(code: answer.status), json: answer.body)
    case .replayed(let answer):
      return Response(
        status: .init(code: answer.status), json: answer.body,
        headers: [.idempotencyReplayed: "true"])
    case .keyReused:
      throw APIProblem(.keyReused, "take another Idempotency-Key for another request")
    }
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

extension Idempotency {
  private static let longestKey = 255

  /// The caller's mark on a request; nil when it bears none.
  fileprivate init?(_ request: Request, of caller: Caller, _ body: [UInt8]) throws(APIProblem) {
    guard let key = request.headers[.idempotencyKey] else { return nil }
    guard !key.isEmpty, key.unicodeScalars.count <= Self.longestKey else {
      throw APIProblem(.invalid, "an Idempotency-Key has 1 to \(Self.longestKey) characters")
    }
    self.init(
      apiKey: caller.name, key: key, route: "\(request.method) \(request.uri.path)",
      bodyHash: Array(SHA256.hash(data: body)))
  }
}
