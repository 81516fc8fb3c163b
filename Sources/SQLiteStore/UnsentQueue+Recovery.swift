import AdapterKit
import EventModel
import Store

extension UnsentQueue {
  /// Sorts out, after a start, what a former process had in its hands.
  ///
  /// A part that bears the mark may have gone out. Where the platform drops repeats it is simply due
  /// again, within the time for which it does; elsewhere it is uncertain, and what is behind it goes on.
  func recover() async throws(StoreError) {
    let now = store.now()
    let channel = channel
    try await perform { (ledger, writer) throws(StoreError) in
      let marked = try writer.all(
        """
        SELECT event, number, lane, firstTriedAt, repeatsDroppedFor FROM part
        WHERE channel = ? AND state = ?
        """, channel, PartState.marked.rawValue
      ) { Interrupted($0) }
      for part in marked {
        if part.canBeRepeated(at: now) {
          try part.set(.waiting, writer)
        } else {
          try part.giveUp(writer)
          try ledger.becameUncertain(
            part.event,
            DeliveryError(.timeout, "the daemon ended while this was being sent"))
        }
      }
    }
  }
}

/// A part that was being sent when a former process ended.
private struct Interrupted {
  let event: EventID
  let number: Int64
  let lane: DialogID
  let firstTriedAt: Timestamp?
  let repeatsDroppedFor: Int64?

  init(_ row: Row) {
    event = EventID(blob: row.blob(0))
    number = row.int(1)
    lane = DialogID(blob: row.blob(2))
    firstTriedAt = row.optionalInt(3).map { Timestamp(milliseconds: $0) }
    repeatsDroppedFor = row.optionalInt(4)
  }

  func canBeRepeated(at now: Timestamp) -> Bool {
    guard let window = repeatsDroppedFor, let first = firstTriedAt else { return false }
    return now.milliseconds &- first.milliseconds < window
  }

  func set(_ state: PartState, _ writer: Writer) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND number = ?", state.rawValue, event.blob,
      number)
  }

  func giveUp(_ writer: Writer) throws(StoreError) {
    try set(.uncertain, writer)
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND state = ?", PartState.failed.rawValue,
      event.blob, PartState.waiting.rawValue)
    try writer.run(
      """
      DELETE FROM lane WHERE dialog = ?1
        AND NOT EXISTS (SELECT 1 FROM part WHERE lane = ?1 AND state = 0)
      """, lane.blob)
  }
}
