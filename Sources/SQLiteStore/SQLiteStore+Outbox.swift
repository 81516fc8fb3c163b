import AdapterKit
import EventModel
import JSON
import Store

extension SQLiteStore {
  package func accept(_ submission: Submission) async throws(StoreError) -> Acceptance {
    guard let kind = submission.kind else {
      throw .unavailable("this is not sent through a queue")
    }
    let registered = registered(submission.channel)
    let operation = Operation(submission.outgoing.id, of: submission.event, kind)
    let acceptance = try await change(of: registered) {
      (ledger, outbox) throws(StoreError) -> Acceptance in
      if let repeated = try outbox.answer(to: submission.idempotency) { return repeated }
      let event = try ledger.accept(submission)
      for (token, data) in submission.callbackData {
        try outbox.keep(data, as: token)
      }
      if submission.isInQueue {
        try registered.unsent.changeQueued(submission, outbox)
      } else if kind.isNewMessage || !submission.plan.parts.isEmpty {
        guard let lane = event.scope.dialog else { throw .notFound }
        try outbox.insert(operation, of: submission, in: lane)
      }
      let answer = AcceptedAnswer(to: submission, event).kept
      if let idempotency = submission.idempotency { try outbox.keep(answer, for: idempotency) }
      return .accepted(answer)
    }
    if case .accepted = acceptance { registered.unsent.bell.ring() }
    return acceptance
  }

  package func answer(to idempotency: Idempotency) async throws(StoreError) -> Acceptance? {
    let now = now()
    return try await loop.perform { (writer) throws(StoreError) in
      try OutboxTable(writer: writer, channel: 0, now: now).answer(to: idempotency)
    }
  }

  package func keep(
    _ answer: KeptAnswer, for idempotency: Idempotency
  ) async throws(StoreError) {
    let now = now()
    try await loop.perform { (writer) throws(StoreError) in
      try OutboxTable(writer: writer, channel: 0, now: now).keep(answer, for: idempotency)
    }
  }

  /// Changes a channel's rows in a transaction, and tells those who wait for changes.
  func change<Value: Sendable>(
    of registered: RegisteredChannel,
    _ body:
      @escaping @Sendable (inout Ledger<SQLiteLedgerState>, OutboxTable) throws(StoreError) ->
      Value
  ) async throws(StoreError) -> Value {
    let parts = StoreParts(self)
    let value = try await loop.perform { (writer) throws(StoreError) in
      let now = parts.now()
      var ledger = Ledger(writer, of: registered, parts, at: now)
      return try body(
        &ledger, OutboxTable(writer: writer, channel: registered.number, now: now))
    }
    changes.ring()
    return value
  }
}

extension Ledger where State == SQLiteLedgerState {
  /// The ledger of a channel, for what is not read from a platform.
  init(
    _ writer: Writer, of channel: RegisteredChannel, _ parts: StoreParts, at now: Timestamp
  ) {
    self.init(
      over: SQLiteLedgerState(writer, of: channel, at: now), of: channel.record,
      as: ChannelIdentity(externalID: ""), at: now, ids: parts.ids)
  }
}
