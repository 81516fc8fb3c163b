import AdapterKit
import EventModel
import Store

/// A part that was tried, and how that went.
struct SettledPart {
  let part: DuePart
  let outcome: SendOutcome

  func write(
    _ writer: Writer, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    switch outcome {
    case .sent(let receipt, _):
      try set(.sent, writer)
      let isLast = try isWhole(writer)
      if isLast {
        try writer.run("UPDATE outgoing SET isUnread = 1 WHERE event = ?", part.event.blob)
      }
      try ledger.sent(part.event, receipt, isLast: isLast)
      try advance(writer)
    case .retry(let at, let error):
      try set(.waiting, writer)
      try ledger.requeued(part.event, error)
      try wait(until: at, writer)
    case .postponed(let until):
      try wait(until: until, writer)
    case .uncertain(let error, _):
      try end(.uncertain, writer)
      try ledger.becameUncertain(part.event, error)
    case .failed(let error, _):
      try end(.failed, writer)
      try ledger.failed(part.event, error)
    }
  }

  private func set(_ state: PartState, _ writer: Writer) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND number = ?", state.rawValue,
      part.event.blob, part.number)
  }

  /// Whether every part of the message has arrived.
  private func isWhole(_ writer: Writer) throws(StoreError) -> Bool {
    try writer.first(
      "SELECT 1 FROM part WHERE event = ? AND state < 2 LIMIT 1", part.event.blob
    ) { _ in false } ?? true
  }

  /// The parts behind one that did not arrive are not sent: half a message helps nobody.
  private func end(_ state: PartState, _ writer: Writer) throws(StoreError) {
    try set(state, writer)
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND state = ?", PartState.failed.rawValue,
      part.event.blob, PartState.waiting.rawValue)
    try advance(writer)
  }

  private func wait(until time: Timestamp, _ writer: Writer) throws(StoreError) {
    try writer.run(
      "UPDATE lane SET dueAt = ? WHERE dialog = ?", time.milliseconds, part.lane.blob)
  }

  /// Brings the lane to its next part, at once; a lane without parts ends.
  private func advance(_ writer: Writer) throws(StoreError) {
    let goesOn = try writer.first(
      "SELECT 1 FROM part WHERE lane = ? AND state < 2 LIMIT 1", part.lane.blob
    ) { _ in true }
    if goesOn == true {
      try writer.run("UPDATE lane SET dueAt = 0 WHERE dialog = ?", part.lane.blob)
    } else {
      try writer.run("DELETE FROM lane WHERE dialog = ?", part.lane.blob)
    }
  }
}
