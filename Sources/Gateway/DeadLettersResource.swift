import AdapterKit
import EventModel
import HTTPTypes
import Hummingbird
import JSON
import Store

/// `/v1/dead-letters`: what was promised and did not end well.
struct DeadLettersResource: Sendable {
  let store: any Store

  /// More are not sent again by one request.
  private static let mostAtOnce = 1_000
  private static let piece = 200

  func add(to router: Router<APIContext>) {
    router.get("v1/dead-letters") { request, _ in try await list(request) }
    router.get("v1/dead-letters/:id") { request, context in try await one(request, context) }
    router.post("v1/dead-letters/:id/redeliver") { request, context in
      try await redeliver(request, context)
    }
    router.post("v1/dead-letters/redeliver") { request, context in
      try await redeliverMany(request, context)
    }
  }

  private func list(_ request: Request) async throws -> Response {
    var query = QueryReader(request.uri.query)
    let filter = DeadLetterFilter(&query)
    let paging = Paging(&query)
    try query.finish()
    let page = try await store.deadLetters(filter, paging.request)
    let links = PageLinks(page, to: paging.request, place: \.cursor)
    let body = JSONFragment.object {
      $0.member("dead_letters", page.rows)
      $0.member("has_more", page.hasMore)
      $0.member("next_cursor", links.next)
      $0.member("total", page.total)
    }
    return Response(
      json: body.bytes, headers: links.headers(path: request.uri.path, query: query))
  }

  private func one(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let letter = try await letter(context.identifier)
    let steps = try await store.checkpoints(of: letter.event)
    let event = try await store.event(letter.event)
    let body = JSONFragment.object {
      $0.member("dead_letter", letter)
      $0.member("event", event.map { JSONFragment(trusted: $0.bytes) })
      $0.member("checkpoints", steps.filter { $0.operation == letter.operation })
    }
    return Response(json: body.bytes)
  }

  private func letter(_ name: String) async throws -> DeadLetter {
    var filter = DeadLetterFilter()
    filter.operation = EventID(name)
    guard let letter = try await store.deadLetters(filter, PageRequest(size: 1)).rows.first else {
      throw APIProblem(.notFound, "there is no such dead letter")
    }
    return letter
  }

  private func redeliver(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: store)
    return try await once.answer(request, context) { write in
      try BodyReader.requireNothing(in: write.jsonIfAny())
      let letter = try await letter(write.identifier)
      let answer: @Sendable (Event) -> KeptAnswer = { event in
        KeptAnswer(
          .accepted,
          .object {
            $0.member("id", letter.operation)
            $0.member("event", event)
          })
      }
      let event = try await store.decide(
        .retry, of: letter.operation, keeping: write.answerForRepeats(answer))
      return Response(status: .accepted, json: answer(event).body)
    }
  }

  private func redeliverMany(
    _ request: Request, _ context: APIContext
  ) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: store)
    return try await once.answer(request, context) { write in
      var reader = BodyReader(try write.json())
      let filter = reader.object("filter") { DeadLetterFilter(&$0) }
      if filter == nil { reader.require("filter") }
      let isDry = reader.flag("dry_run") ?? false
      reader.finish()
      guard reader.faults.isEmpty, let filter else { throw APIProblem(reader.faults) }
      let (letters, hasMore) = try await letters(filter)
      let faults = isDry ? [] : try await retry(letters)
      let body = JSONFragment.object {
        $0.member("dry_run", isDry)
        $0.member("matched", letters.count)
        $0.member("redelivered", isDry ? 0 : letters.count - faults.count)
        $0.member("ids", letters.map(\.operation))
        $0.member("failed", faults)
        $0.member("has_more", hasMore)
      }
      return try await once.done(isDry ? .ok : .accepted, body, to: write)
    }
  }

  /// What fits, oldest first, as many as one request sends again.
  private func letters(
    _ filter: DeadLetterFilter
  ) async throws -> (found: [DeadLetter], hasMore: Bool) {
    var found: [DeadLetter] = []
    var request = PageRequest(size: Self.piece, isAscending: true)
    while found.count < Self.mostAtOnce {
      let page = try await store.deadLetters(filter, request)
      found += page.rows
      guard page.hasMore, let last = page.rows.last else { return (found, false) }
      request.start = .after(last.cursor)
    }
    return (found, true)
  }

  /// Has them sent again, and tells of those that are no dead letters any more.
  private func retry(_ letters: [DeadLetter]) async throws -> [JSONFragment] {
    var faults: [JSONFragment] = []
    for letter in letters {
      do throws(StoreError) { _ = try await store.decide(.retry, of: letter.operation) } catch {
        let problem = APIProblem(causedBy: error)
        guard problem.kind.status.kind == .clientError else { throw error }
        faults.append(
          .object {
            $0.member("id", letter.operation)
            $0.member("code", problem.kind.rawValue)
            $0.member("detail", problem.detail)
          })
      }
    }
    return faults
  }
}

extension DeadLetterFilter {
  fileprivate init(_ query: inout QueryReader) {
    self.init()
    if let side = query.text("side"), side != "outbound" {
      query.note("side", "only outbound has a list")
    }
    channels = query.texts("channel_id").map { ChannelID($0) }
    errorKinds = query.texts("error_type").map { .init(rawValue: $0) }
    if let state = query.text("state") {
      if state != "failed", state != "uncertain" {
        query.note("state", "is neither failed nor uncertain")
      }
      isUncertain = state == "uncertain"
    }
  }

  /// Who does not say it wants the failed ones alone: what is uncertain might arrive twice.
  fileprivate init(_ reader: inout BodyReader) {
    self.init()
    _ = reader.choice("side", of: ["outbound"])
    channels = reader.texts("channel_id", atMost: 100).map { ChannelID($0) }
    errorKinds = reader.texts("error_type", atMost: 100).map { .init(rawValue: $0) }
    isUncertain = reader.choice("state", of: ["failed", "uncertain"]) == "uncertain"
  }
}

extension DeadLetter: JSONWritable {
  fileprivate var cursor: PageCursor { PageCursor(at: at, id: operation.rawValue) }

  package func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("id", operation)
      $0.member("side", "outbound")
      $0.member("kind", kind.word)
      $0.member("state", isUncertain ? "uncertain" : "failed")
      $0.member("event_id", event)
      $0.member("channel_id", channel)
      $0.member("dialog_id", dialog)
      $0.member("accepted_at", acceptedAt)
      $0.member("failed_at", at)
      $0.member("attempts", attempts)
      $0.member("error_type", error.kind)
      $0.member("code", error.code)
      $0.member("reason", error.reason)
    }
  }
}
