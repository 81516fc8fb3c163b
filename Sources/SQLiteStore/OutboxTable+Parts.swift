import AdapterKit
import EventModel
import JSON
import Store

/// What becomes of parts.
extension OutboxTable {
  /// A part arrived; whether all have now.
  func arrive(
    _ operation: Operation, _ number: Int, _ messages: [MessageKey]
  ) throws(StoreError) -> Bool {
    try writer.run(
      """
      UPDATE part SET state = ?, messages = ?, errorKind = NULL WHERE operation = ? AND number = ?
      """, PartState.sent.rawValue, Column.bytes(messages), operation.id.blob, number)
    guard try isWhole(operation.id) else { return false }
    try end(operation.id, as: .sent)
    if operation.kind.isNewMessage {
      try writer.run("UPDATE outgoing SET isUnread = 1 WHERE id = ?", operation.id.blob)
    }
    return true
  }

  /// Parts that were not begun are not sent.
  func drop(_ operation: EventID) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE operation = ? AND state = ?", PartState.dropped.rawValue,
      operation.blob, PartState.waiting.rawValue)
  }

  func replace(_ operation: EventID, _ number: Int, by part: Part) throws(StoreError) {
    try writer.run(
      """
      UPDATE part SET state = ?, request = ?, files = ?, bounds = ?, repeatsDroppedFor = ?,
        echo = ? WHERE operation = ? AND number = ?
      """, PartState.waiting.rawValue, part.request.bytes, Column.bytes(part.files),
      Column.bounds(of: part), part.repeats.stored, part.echo?.mark, operation.blob, number)
    if let mark = part.echo?.mark { try insert(mark, of: operation, number) }
  }

  func set(
    _ mended: [Degradation], _ operation: EventID, _ number: Int
  ) throws(StoreError) {
    try writer.run(
      "UPDATE part SET mended = ? WHERE operation = ? AND number = ?", Column.bytes(mended),
      operation.blob, number)
  }

  func setMoved(_ operation: EventID, _ number: Int) throws(StoreError) {
    try writer.run(
      "UPDATE part SET isMoved = 1 WHERE operation = ? AND number = ?", operation.blob, number)
  }

  func countLookUp(_ operation: EventID, _ number: Int) throws(StoreError) {
    try writer.run(
      "UPDATE part SET lookUps = lookUps + 1 WHERE operation = ? AND number = ?", operation.blob,
      number)
  }

  func mark(_ part: DuePart, at time: Timestamp) throws(StoreError) {
    try writer.run(
      """
      UPDATE part SET state = ?, attempt = ?, firstTriedAt = coalesce(firstTriedAt, ?)
      WHERE operation = ? AND number = ?
      """, PartState.marked.rawValue, part.attempt, time.milliseconds, part.operation.blob,
      part.number)
    var step = Checkpoint(.sending, of: part.operation, part.kind, at: time)
    step.part = part.number
    step.attempt = part.attempt
    try note(step)
  }

  /// A marked part did not go out after all: it is as if it had never been about to.
  func unmark(_ part: DuePart) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ?, attempt = ? WHERE operation = ? AND number = ?",
      PartState.waiting.rawValue, part.attempt - 1, part.operation.blob, part.number)
    try writer.run(
      """
      DELETE FROM checkpoint WHERE operation = ? AND step = ? AND part = ? AND attempt = ?
      """, part.operation.blob, Checkpoint.Step.sending.rawValue, part.number, part.attempt)
  }

  /// All that did not arrive is due again, as if it had never been tried.
  func requeue(_ operation: StoredOperation, until expiresAt: Timestamp) throws(StoreError) {
    try writer.run(
      """
      UPDATE part SET state = ?, attempt = 0, firstTriedAt = NULL, lookUps = 0, errorKind = NULL
      WHERE operation = ? AND state <> ?
      """, PartState.waiting.rawValue, operation.name.id.blob, PartState.sent.rawValue)
    try writer.run(
      """
      UPDATE outgoing SET state = ?, expiresAt = ?, endedAt = NULL, errorKind = NULL WHERE id = ?
      """, OperationState.open.rawValue, expiresAt.milliseconds, operation.name.id.blob)
    try advance(operation.lane)
  }

  /// Somebody says that all of it arrived.
  func assumeSent(_ operation: StoredOperation) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE operation = ?", PartState.sent.rawValue,
      operation.name.id.blob)
    try end(operation.name.id, as: .sent)
  }

  func cancel(_ operation: StoredOperation) throws(StoreError) {
    try drop(operation.name.id)
    try end(operation.name.id, as: .cancelled)
    try advance(operation.lane)
  }

  /// The parts of an operation of which nothing was tried are others now.
  func replan(_ operation: StoredOperation, _ parts: [Part]) throws(StoreError) {
    let id = operation.name.id
    try writer.run(
      """
      DELETE FROM echo WHERE channel = ? AND mark IN (SELECT echo FROM part WHERE operation = ?)
      """, channel, id.blob)
    try writer.run("DELETE FROM filePin WHERE operation = ?", id.blob)
    try writer.run("DELETE FROM part WHERE operation = ?", id.blob)
    try insert(parts, of: id, in: operation.lane)
    try note(Checkpoint(.replanned, of: id, operation.name.kind, at: now))
  }
}
