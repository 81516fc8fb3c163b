import AdapterKit
import EventModel
import JSON
import Store

extension UnsentQueue {
  /// The first part of a lane that has not come to an end; nil when the lane is at its end.
  ///
  /// A part that bears the mark and that nobody holds may have gone out: it is unknown.
  func next(
    of lane: DialogID, _ ledger: inout Ledger<SQLiteLedgerState>, _ outbox: OutboxTable
  ) throws(StoreError) -> DuePart? {
    guard let address = try ledger.state.document(of: lane)?.address else { return nil }
    return try outbox.writer.first(
      """
      SELECT p.operation, p.number, p.request, p.echo, p.repeatsDroppedFor, p.files, p.bounds,
        o.expiresAt, o.event, o.kind, p.attempt, p.firstTriedAt, p.state, p.lookUps, p.mended,
        p.isMoved
      FROM part p JOIN outgoing o ON o.id = p.operation
      WHERE p.lane = ? AND p.state < 2 ORDER BY p.operation, p.number LIMIT 1
      """, lane.blob
    ) { DuePart($0, in: lane, at: address) }
  }

  /// Whether an operation can be changed in the queue: nothing of it has gone out or is about to.
  func isUntouched(
    _ operation: StoredOperation, _ outbox: OutboxTable
  ) throws(StoreError) -> Bool {
    guard try outbox.isWaiting(operation.name.id) else { return false }
    guard leases.holds(operation.lane) else { return true }
    let head = try outbox.writer.first(
      "SELECT operation FROM part WHERE lane = ? AND state < 2 ORDER BY operation LIMIT 1",
      operation.lane.blob
    ) { EventID(blob: $0.blob(0)) }
    return head != operation.name.id
  }

  func requireUntouched(
    _ operation: StoredOperation, _ outbox: OutboxTable
  ) throws(StoreError) {
    guard try isUntouched(operation, outbox) else { throw .conflict(.alreadyBegun) }
  }

  /// Edits or cancels a message that waits.
  func changeQueued(
    _ submission: Submission, _ outbox: OutboxTable
  ) throws(StoreError) {
    guard let operation = try outbox.operation(submission.event), operation.state == .open else {
      throw .conflict(.alreadyBegun)
    }
    try requireUntouched(operation, outbox)
    if submission.kind == .delete {
      try outbox.cancel(operation)
      try outbox.note(
        Checkpoint(.cancelled, of: operation.name.id, operation.name.kind, at: outbox.now))
    } else {
      try outbox.replan(operation, submission.plan.parts)
    }
  }
}

extension DuePart {
  /// Reads the columns in the order in which the queue asks for them.
  fileprivate init(_ row: Row, in lane: DialogID, at address: Dialog.Address) {
    let (bounds, messages) = Column.bounds(row.blob(6))
    var part = Part(
      JSONFragment(trusted: row.blob(2)), files: Column.files(row.optionalBlob(5)),
      echo: row.optionalText(3).map { .mark($0) },
      repeats: Part.Repeats(stored: row.optionalInt(4)), bounds: bounds)
    part.messages = messages
    self.init(
      part, number: Int(row.int(1)), of: EventID(blob: row.blob(0)), in: lane, at: address,
      expiresAt: row.time(7))
    event = EventID(blob: row.blob(8))
    kind = OperationKind(rawValue: row.int(9)) ?? .message
    attempt = Int(row.int(10)) + 1
    firstTriedAt = row.optionalTime(11)
    isUnknown = row.int(12) == PartState.marked.rawValue
    lookUps = Int(row.int(13))
    mended = Column.degradations(row.optionalBlob(14))
    isMoved = row.int(15) != 0
  }
}
