import AdapterKit
import EventModel
import Store
import Synchronization

extension SQLiteStore {
  package func decide(
    _ decision: Decision, of operation: EventID, keeping answer: AnswerForRepeats?
  ) async throws(StoreError) -> Event {
    let registered = try await channel(of: operation, "SELECT channel FROM outgoing WHERE id = ?")
    let event = try await change(of: registered) { (ledger, outbox) throws(StoreError) -> Event in
      guard let known = try outbox.operation(operation) else { throw .notFound }
      switch decision {
      case .retry: try Self.retry(known, &ledger, outbox)
      case .assumeSent:
        guard known.state == .uncertain else { throw .conflict(.notUncertain) }
        try outbox.assumeSent(known)
        try outbox.note(Checkpoint(.assumedSent, of: operation, known.name.kind, at: outbox.now))
        try ledger.assumedSent(known.name)
      case .cancel:
        guard known.state == .open else { throw .conflict(.notQueued) }
        try registered.unsent.requireUntouched(known, outbox)
        try outbox.cancel(known)
        try outbox.note(Checkpoint(.cancelled, of: operation, known.name.kind, at: outbox.now))
        try ledger.cancelled(known.name)
      }
      guard let event = try ledger.state.newest(of: known.name.event) else { throw .notFound }
      if let answer { try outbox.keep(answer.answer(event), for: answer.idempotency) }
      return event
    }
    registered.unsent.bell.ring()
    return event
  }

  private static func retry(
    _ operation: StoredOperation, _ ledger: inout Ledger<SQLiteLedgerState>,
    _ outbox: OutboxTable
  ) throws(StoreError) {
    switch operation.state {
    case .failed, .uncertain, .cancelled: break
    case .open, .sent: throw .conflict(.notFailed)
    }
    let lifetime = operation.expiresAt.milliseconds &- operation.acceptedAt.milliseconds
    try ledger.retried(operation.name)
    try outbox.requeue(
      operation, until: outbox.now.advanced(byMilliseconds: max(lifetime, 60_000)))
    try outbox.note(
      Checkpoint(.queued, of: operation.name.id, operation.name.kind, at: outbox.now))
  }

  package func note(
    _ effect: DirectEffect, of event: EventID
  ) async throws(StoreError) -> Event {
    let registered = try await channel(
      of: event,
      """
      SELECT channel FROM event WHERE id = ?1
      UNION ALL SELECT channel FROM heldEvent WHERE event = ?1
      """)
    return try await change(of: registered) { (ledger, _) throws(StoreError) in
      try ledger.note(effect, of: event)
    }
  }

  /// The channel whose number a statement finds for an identifier.
  func channel(
    of id: EventID, _ sql: StaticString
  ) async throws(StoreError) -> RegisteredChannel {
    let number = try await loop.perform { (writer) throws(StoreError) in
      try writer.first(sql, id.blob) { $0.int(0) }
    }
    let known = registry.withLock { registry in
      registry.channels.values.first { $0.number == number }
    }
    guard let known else { throw .notFound }
    return known
  }
}
