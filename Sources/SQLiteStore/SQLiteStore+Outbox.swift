import AdapterKit
import EventModel
import JSON
import Store

extension SQLiteStore {
  package func accept(_ submission: Submission) async throws(StoreError) -> Acceptance {
    let registered = registered(submission.channel)
    let (parts, ids) = (StoreParts(self), ids)
    let acceptance = try await loop.perform { (writer) throws(StoreError) -> Acceptance in
      if let repeated = try Self.answer(to: submission.idempotency, at: parts.now(), writer) {
        return repeated
      }
      var ledger = Ledger(
        over: SQLiteLedgerState(
          writer, channel: registered.number, registered.record),
        of: registered.record, as: submission.identity, at: parts.now(), ids: ids)
      let event = try ledger.accept(submission)
      guard let lane = event.scope.dialog else { throw .notFound }
      try Self.insert(submission, lane: lane, channel: registered.number, writer)
      let answer = KeptAnswer(status: 202, body: Self.body(of: event))
      if let idempotency = submission.idempotency {
        try Self.keep(answer, for: idempotency, at: parts.now(), writer)
      }
      return .accepted(answer)
    }
    if case .accepted = acceptance {
      registered.unsent.bell.ring()
      changes.ring()
    }
    return acceptance
  }

  package func answer(to idempotency: Idempotency) async throws(StoreError) -> Acceptance? {
    let now = now()
    return try await loop.perform { (writer) throws(StoreError) in
      try Self.answer(to: idempotency, at: now, writer)
    }
  }

  /// `{event, ai_response_scheduled}`, as the reference's send call answers.
  private static func body(of event: Event) -> [UInt8] {
    JSONFragment.object {
      $0.member("event", event)
      $0.member("ai_response_scheduled", false)
    }.bytes
  }

  private static func insert(
    _ submission: Submission, lane: DialogID, channel: Int64, _ writer: Writer
  ) throws(StoreError) {
    let event = submission.outgoing.id
    try writer.run(
      "INSERT INTO outgoing(event, channel, lane, parts, expiresAt) VALUES (?, ?, ?, ?, ?)",
      event.blob, channel, lane.blob, submission.plan.parts.count,
      submission.expiresAt.milliseconds)
    for (number, part) in submission.plan.parts.enumerated() {
      try writer.run(
        """
        INSERT INTO part(event, number, channel, lane, state, repeatsDroppedFor, echo, request)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, event.blob, number, channel, lane.blob, PartState.waiting.rawValue,
        part.repeats.stored, part.echo?.mark, part.request.bytes)
      if let mark = part.echo?.mark {
        try writer.run(
          "INSERT INTO echo(channel, mark, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          channel, mark, event.blob)
      }
    }
    try writer.run(
      "INSERT INTO lane(dialog, channel, dueAt) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
      lane.blob, channel)
  }

  private static func answer(
    to idempotency: Idempotency?, at now: Timestamp, _ writer: Writer
  ) throws(StoreError) -> Acceptance? {
    guard let idempotency else { return nil }
    return try writer.first(
      """
      SELECT route, bodyHash, status, body FROM idempotency WHERE apiKey = ? AND key = ? AND at > ?
      """, idempotency.apiKey, idempotency.key, now.milliseconds - idempotencyWindow
    ) { row in
      row.text(0) == idempotency.route && row.blob(1) == idempotency.bodyHash
        ? .replayed(KeptAnswer(status: Int(row.int(2)), body: row.blob(3))) : .keyReused
    }
  }

  /// How long an answer is kept for repeats.
  private static let idempotencyWindow: Int64 = 24 * 3_600_000
  /// How many answers that are past it make room for a new one.
  private static let mostForgotten = 100

  private static func keep(
    _ answer: KeptAnswer, for idempotency: Idempotency, at now: Timestamp, _ writer: Writer
  ) throws(StoreError) {
    try writer.run(
      """
      DELETE FROM idempotency WHERE (apiKey, key) IN
        (SELECT apiKey, key FROM idempotency WHERE at <= ? ORDER BY at LIMIT ?)
      """, now.milliseconds - idempotencyWindow, mostForgotten)
    try writer.run(
      """
      INSERT OR REPLACE INTO idempotency(apiKey, key, route, bodyHash, status, body, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, idempotency.apiKey, idempotency.key, idempotency.route, idempotency.bodyHash,
      answer.status, answer.body, now.milliseconds)
  }
}

extension EchoMark {
  /// The mark that we chose ourselves.
  fileprivate var mark: String? {
    if case .mark(let mark) = self { mark } else { nil }
  }
}

extension Part.Repeats {
  /// Milliseconds: how long a repeat is dropped, and nil where it is seen.
  fileprivate var stored: Int64? {
    switch self {
    case .areSeen: nil
    case .areDropped(let window): window.wholeMilliseconds
    case .areHarmless: .max
    }
  }

  init(stored milliseconds: Int64?) {
    switch milliseconds {
    case nil: self = .areSeen
    case Int64.max: self = .areHarmless
    case let window?: self = .areDropped(for: .milliseconds(window))
    }
  }
}

extension Duration {
  fileprivate var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
