import AdapterKit
import EventModel
import JSON
import Store

extension UnsentQueue {
  /// The first part of a lane that has not come to an end; none when the lane is at its end.
  ///
  /// A part that bears the mark and that nobody holds may have gone out: it is due again where the
  /// platform drops repeats, and elsewhere it is uncertain and the next one is due.
  func next(
    of lane: DialogID, at now: Timestamp, _ ledger: inout Ledger<SQLiteLedgerState>,
    _ writer: Writer
  ) throws(StoreError) -> [DuePart] {
    while let (part, isMarked) = try first(of: lane, writer) {
      if !isMarked || part.canBeRepeated(at: now) { return [part] }
      try giveUp(part, &ledger, writer)
    }
    return []
  }

  /// Sorts out, after a start, what a former process had in its hands, whether or not anybody sends
  /// now.
  func recover() async throws(StoreError) {
    let now = store.now()
    try await perform { [self] (ledger, writer) throws(StoreError) in
      let lanes = try writer.all(
        "SELECT DISTINCT lane FROM part WHERE channel = ? AND state = 1", channel
      ) { DialogID(blob: $0.blob(0)) }
      for lane in lanes { _ = try next(of: lane, at: now, &ledger, writer) }
    }
  }

  private func giveUp(
    _ part: DuePart, _ ledger: inout Ledger<SQLiteLedgerState>, _ writer: Writer
  ) throws(StoreError) {
    let error = DeliveryError(.timeout, "how sending this went was not written down")
    try SettledPart(part: part, outcome: .uncertain(error, at: part.firstTriedAt ?? store.now()))
      .write(writer, &ledger)
  }

  private func first(
    of lane: DialogID, _ writer: Writer
  ) throws(StoreError) -> (part: DuePart, isMarked: Bool)? {
    try writer.first(
      """
      SELECT p.event, p.number, p.request, p.echo, p.repeatsDroppedFor, p.attempt,
        p.firstTriedAt, o.expiresAt, p.state
      FROM part p JOIN outgoing o ON o.event = p.event
      WHERE p.lane = ? AND p.state < 2 ORDER BY p.event, p.number LIMIT 1
      """, lane.blob
    ) { row in
      let part = DuePart(
        event: EventID(blob: row.blob(0)), number: Int(row.int(1)), lane: lane,
        part: Part(
          JSONFragment(trusted: row.blob(2)), echo: row.optionalText(3).map { .mark($0) },
          repeats: Part.Repeats(stored: row.optionalInt(4))),
        attempt: Int(row.int(5)) + 1,
        firstTriedAt: row.optionalInt(6).map { Timestamp(milliseconds: $0) },
        expiresAt: Timestamp(milliseconds: row.int(7)))
      return (part: part, isMarked: row.int(8) == PartState.marked.rawValue)
    }
  }
}

extension DuePart {
  /// Whether the platform would drop this part if it had arrived before.
  fileprivate func canBeRepeated(at now: Timestamp) -> Bool {
    switch part.repeats {
    case .areSeen: false
    case .areHarmless: true
    case .areDropped(let window):
      firstTriedAt.map { .milliseconds(now.milliseconds &- $0.milliseconds) < window } ?? false
    }
  }
}
