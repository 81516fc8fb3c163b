import AdapterKit
import EventModel
import JSON
import Store

/// The outbox's tables, in the transaction that is open.
struct OutboxTable {
  let writer: Writer
  let channel: Int64
  let now: Timestamp

  // MARK: Operations

  func insert(
    _ operation: Operation, of submission: Submission, in lane: DialogID
  ) throws(StoreError) {
    let hasParts = !submission.plan.parts.isEmpty
    try writer.run(
      """
      INSERT INTO outgoing(id, event, kind, channel, lane, state, acceptedAt, expiresAt, manner)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, operation.id.blob, operation.event.blob, operation.kind.rawValue, channel, lane.blob,
      (hasParts ? OperationState.open : .sent).rawValue, submission.submittedAt.milliseconds,
      submission.expiresAt.milliseconds, submission.manner?.bytes)
    try insert(submission.plan.parts, of: operation.id, in: lane)
    try note(Checkpoint(.queued, of: operation.id, operation.kind, at: now))
  }

  func insert(
    _ parts: [Part], of operation: EventID, in lane: DialogID
  ) throws(StoreError) {
    for (number, part) in parts.enumerated() {
      try writer.run(
        """
        INSERT INTO part(operation, number, channel, lane, state, repeatsDroppedFor, echo, request,
          files, bounds)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """, operation.blob, number, channel, lane.blob, PartState.waiting.rawValue,
        part.repeats.stored, part.echo?.mark, part.request.bytes, Column.bytes(part.files),
        Column.bounds(of: part))
      if let mark = part.echo?.mark { try insert(mark, of: operation, number) }
      for file in part.files {
        try writer.run(
          "INSERT INTO filePin(attachment, operation) VALUES (?, ?) ON CONFLICT DO NOTHING",
          file.attachment, operation.blob)
      }
    }
    guard !parts.isEmpty else { return }
    try writer.run(
      "INSERT INTO lane(dialog, channel, dueAt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      lane.blob, channel, now.milliseconds)
  }

  func insert(_ mark: String, of operation: EventID, _ number: Int) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO echo(channel, mark, operation, number) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, channel, mark, operation.blob, number)
  }

  func operation(_ id: EventID) throws(StoreError) -> StoredOperation? {
    try writer.first(
      "SELECT id, event, kind, lane, state, acceptedAt, expiresAt FROM outgoing WHERE id = ?",
      id.blob
    ) { StoredOperation($0) }
  }

  func end(
    _ operation: EventID, as state: OperationState, _ error: DeliveryError? = nil
  ) throws(StoreError) {
    try writer.run(
      """
      UPDATE outgoing SET state = ?, endedAt = ?, errorKind = ?, errorCode = ?, errorReason = ?
      WHERE id = ?
      """, state.rawValue, now.milliseconds, error?.kind.rawValue, error?.code, error?.reason,
      operation.blob)
    if state == .sent || state == .cancelled {
      try writer.run("DELETE FROM filePin WHERE operation = ?", operation.blob)
    }
  }

  // MARK: Parts

  func set(_ state: PartState, _ operation: EventID, _ number: Int) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE operation = ? AND number = ?", state.rawValue,
      operation.blob, number)
  }

  func set(_ error: DeliveryError, _ operation: EventID, _ number: Int) throws(StoreError) {
    try writer.run(
      """
      UPDATE part SET errorKind = ?, errorCode = ?, errorReason = ?
      WHERE operation = ? AND number = ?
      """, error.kind.rawValue, error.code, error.reason, operation.blob, number)
  }

  func state(of number: Int, _ operation: EventID) throws(StoreError) -> PartState? {
    try writer.first(
      "SELECT state FROM part WHERE operation = ? AND number = ?", operation.blob, number
    ) { PartState(rawValue: $0.int(0)) } ?? nil
  }

  /// How a message was to be sent; nil of one that says nothing of it.
  func manner(of operation: EventID) throws(StoreError) -> Manner? {
    let bytes = try writer.first(
      "SELECT manner FROM outgoing WHERE id = ?", operation.blob
    ) { $0.optionalBlob(0) }
    return if case .some(.some(let bytes)) = bytes { try Manner(reading: bytes) } else { nil }
  }

  /// Whether any part of an operation is in that state.
  func has(_ state: PartState, _ operation: EventID) throws(StoreError) -> Bool {
    try writer.first(
      "SELECT 1 FROM part WHERE operation = ? AND state = ? LIMIT 1", operation.blob,
      state.rawValue
    ) { _ in true } ?? false
  }

  /// Whether every part of an operation has arrived.
  func isWhole(_ operation: EventID) throws(StoreError) -> Bool {
    try writer.first(
      "SELECT 1 FROM part WHERE operation = ? AND state <> ? LIMIT 1", operation.blob,
      PartState.sent.rawValue
    ) { _ in false } ?? true
  }

  /// Whether nothing of an operation has gone out, or may have.
  func isWaiting(_ operation: EventID) throws(StoreError) -> Bool {
    try writer.first(
      "SELECT 1 FROM part WHERE operation = ? AND state <> ? LIMIT 1", operation.blob,
      PartState.waiting.rawValue
    ) { _ in false } ?? true
  }

  // MARK: Lanes

  func wait(_ lane: DialogID, until time: Timestamp) throws(StoreError) {
    try writer.run("UPDATE lane SET dueAt = ? WHERE dialog = ?", time.milliseconds, lane.blob)
  }

  /// Brings the lane to its next part, behind the lanes that are due already; a lane without parts
  /// ends.
  func advance(_ lane: DialogID) throws(StoreError) {
    let goesOn = try writer.first(
      "SELECT 1 FROM part WHERE lane = ? AND state < 2 LIMIT 1", lane.blob
    ) { _ in true }
    if goesOn == true {
      try writer.run(
        """
        INSERT INTO lane(dialog, channel, dueAt) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET dueAt = excluded.dueAt
        """, lane.blob, channel, now.milliseconds)
    } else {
      try writer.run("DELETE FROM lane WHERE dialog = ?", lane.blob)
    }
  }

  // MARK: Steps

  /// How many steps of an operation are kept: its first ones, and the newest.
  private static let (firstSteps, newestSteps): (Int64, Int64) = (10, 40)

  func note(_ step: Checkpoint) throws(StoreError) {
    try writer.run("UPDATE outgoing SET steps = steps + 1 WHERE id = ?", step.operation.blob)
    let number = try writer.first(
      "SELECT steps FROM outgoing WHERE id = ?", step.operation.blob
    ) { $0.int(0) }
    guard let number else { return }
    try writer.run(
      """
      INSERT INTO checkpoint(operation, number, step, at, part, attempt, nextAttemptAt, errorKind,
        errorCode, errorReason, messages, degradation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, step.operation.blob, number, step.step.rawValue, step.at.milliseconds, step.part,
      step.attempt, step.nextAttemptAt?.milliseconds, step.error?.kind.rawValue,
      step.error?.code, step.error?.reason, Column.bytes(step.messages),
      step.degradation?.rawValue)
    if number > Self.firstSteps + Self.newestSteps {
      try writer.run(
        "DELETE FROM checkpoint WHERE operation = ? AND number = ?", step.operation.blob,
        number - Self.newestSteps)
    }
  }
}

/// An operation as it is stored.
struct StoredOperation {
  let name: Operation
  let lane: DialogID
  let state: OperationState
  let acceptedAt: Timestamp
  let expiresAt: Timestamp

  fileprivate init(_ row: Row) {
    name = Operation(
      EventID(blob: row.blob(0)), of: EventID(blob: row.blob(1)),
      OperationKind(rawValue: row.int(2)) ?? .message)
    lane = DialogID(blob: row.blob(3))
    state = OperationState(rawValue: row.int(4)) ?? .failed
    acceptedAt = row.time(5)
    expiresAt = row.time(6)
  }
}
