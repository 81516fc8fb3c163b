import EventModel
import Hummingbird
import JSON
import Store

/// What people decide about messages that wait or did not end well, and every step of a message.
struct DecisionsResource: Sendable {
  let store: any Store

  func add(to router: Router<APIContext>) {
    let routes: [(RouterPath, Decision)] = [
      ("v1/messages/:id/retry", .retry), ("v1/messages/:id/assume-sent", .assumeSent),
      ("v1/messages/:id/cancel", .cancel),
    ]
    for (path, decision) in routes {
      router.post(path) { request, context in try await decide(decision, request, context) }
    }
    router.get("v1/messages/:id/checkpoints") { request, context in
      try await checkpoints(request, context)
    }
  }

  private func decide(
    _ decision: Decision, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: store)
    return try await once.answer(request, context) { write in
      try BodyReader.requireNothing(in: write.jsonIfAny())
      let event = try await store.decide(
        decision, of: EventID(write.identifier),
        keeping: write.answerForRepeats { KeptAnswer(.ok, JSONFragment($0)) })
      return Response(json: JSONFragment(event).bytes, headers: event.tagHeader)
    }
  }

  private func checkpoints(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let event = EventID(context.identifier)
    guard try await store.event(event) != nil else {
      throw APIProblem(.notFound, "there is no such message")
    }
    let steps = try await store.checkpoints(of: event)
    let body = JSONFragment.object {
      $0.member("event_id", event)
      $0.member("checkpoints", steps)
    }
    return Response(json: body.bytes)
  }
}

extension BodyReader {
  /// For requests whose path says it all.
  static func requireNothing(in body: JSONView) throws(APIProblem) {
    var reader = BodyReader(body)
    reader.finish()
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }
}
