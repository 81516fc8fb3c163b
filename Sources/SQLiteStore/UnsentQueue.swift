import AdapterKit
import EventModel
import JSON
import Store
import Synchronization

/// Where a part stands; the numbers are stored.
enum PartState: Int64 {
  /// It waits for its turn.
  case waiting = 0
  /// It bears the mark: after a crash nobody knows whether it went out.
  case marked = 1
  case sent = 2
  case failed = 3
  case uncertain = 4
}

/// The outbox of one channel: lanes that are due, and of each its first part.
package final class UnsentQueue: SendQueue {
  package let bell = Bell()
  let channel: Int64
  let record: ChannelRecord
  let loop: CommitLoop
  let store: StoreParts
  /// Lanes with a part in flight; nobody else gets one of theirs.
  private let busy = Mutex<Set<DialogID>>([])

  init(channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts) {
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  package func lease(_ limit: Int) async throws(StoreError) -> [DuePart] {
    let taken = busy.withLock { $0 }
    let (channel, now) = (channel, store.now())
    let parts = try await loop.perform { (writer) throws(StoreError) -> [DuePart] in
      let lanes = try writer.all(
        "SELECT dialog FROM lane WHERE channel = ? AND dueAt <= ? ORDER BY dueAt LIMIT ?",
        channel, now.milliseconds, limit + taken.count
      ) { DialogID(blob: $0.blob(0)) }
      var parts: [DuePart] = []
      for lane in lanes where !taken.contains(lane) && parts.count < limit {
        if let part = try Self.first(of: lane, writer) { parts.append(part) }
      }
      return parts
    }
    busy.withLock { $0.formUnion(parts.map(\.lane)) }
    return parts
  }

  package func nextDue() async throws(StoreError) -> Timestamp? {
    let (channel, taken) = (channel, busy.withLock { $0 })
    return try await loop.perform { (writer) throws(StoreError) in
      let lanes = try writer.all(
        "SELECT dialog, dueAt FROM lane WHERE channel = ? ORDER BY dueAt LIMIT ?", channel,
        taken.count + 1
      ) { (lane: DialogID(blob: $0.blob(0)), dueAt: Timestamp(milliseconds: $0.int(1))) }
      return lanes.first { !taken.contains($0.lane) }?.dueAt
    }
  }

  package func mark(_ parts: [DuePart], at now: Timestamp) async throws(StoreError) {
    let parts = parts
    try await perform { (ledger, writer) throws(StoreError) in
      for part in parts {
        try writer.run(
          """
          UPDATE part SET state = ?, attempt = ?, firstTriedAt = coalesce(firstTriedAt, ?)
          WHERE event = ? AND number = ?
          """, PartState.marked.rawValue, part.attempt, now.milliseconds, part.event.blob,
          part.number)
        try ledger.beganSending(part.event)
      }
    }
  }

  package func settle(
    _ done: [(item: DuePart, outcome: SendOutcome)]
  ) async throws(StoreError) {
    let lanes = done.map(\.item.lane)
    defer {
      busy.withLock { $0.subtract(lanes) }
      bell.ring()
    }
    let settled = done.map { Settled(part: $0.item, outcome: $0.outcome) }
    try await perform { (ledger, writer) throws(StoreError) in
      for done in settled { try done.write(writer, &ledger) }
    }
  }

  func perform(
    _ body: @escaping @Sendable (inout Ledger<SQLiteLedgerState>, Writer) throws(StoreError) -> Void
  ) async throws(StoreError) {
    let (channel, record, store) = (channel, record, store)
    try await loop.perform { (writer) throws(StoreError) in
      var ledger = Ledger(
        over: SQLiteLedgerState(writer, channel: channel, platform: record.platform),
        of: record, as: ChannelIdentity(externalID: ""), at: store.now(), ids: store.ids)
      try body(&ledger, writer)
    }
    store.changes.ring()
  }

  /// The first part of a lane that has not come to an end.
  private static func first(of lane: DialogID, _ writer: Writer) throws(StoreError) -> DuePart? {
    try writer.first(
      """
      SELECT p.event, p.number, p.request, p.echo, p.repeatsDroppedFor, p.attempt,
        p.firstTriedAt, o.expiresAt
      FROM part p JOIN outgoing o ON o.event = p.event
      WHERE p.lane = ? AND p.state = ? ORDER BY p.event, p.number LIMIT 1
      """, lane.blob, PartState.waiting.rawValue
    ) { row in
      DuePart(
        event: EventID(blob: row.blob(0)), number: Int(row.int(1)), lane: lane,
        part: Part(
          JSONFragment(trusted: row.blob(2)), echo: row.optionalText(3).map { .mark($0) },
          repeatsAreDroppedFor: row.optionalInt(4).map { .milliseconds($0) }),
        attempt: Int(row.int(5)) + 1,
        firstTriedAt: row.optionalInt(6).map { Timestamp(milliseconds: $0) },
        expiresAt: Timestamp(milliseconds: row.int(7)))
    }
  }
}

/// A part that was tried, and how that went.
private struct Settled: Sendable {
  let part: DuePart
  let outcome: SendOutcome

  func write(
    _ writer: Writer, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    switch outcome {
    case .sent(let receipt, _):
      try set(.sent, writer)
      let isLast = try remaining(writer) == 0
      if isLast {
        try writer.run("UPDATE outgoing SET isUnread = 1 WHERE event = ?", part.event.blob)
      }
      try ledger.sent(part.event, receipt, isLast: isLast)
      try advance(to: nil, writer)
    case .retry(let at, let error):
      try set(.waiting, writer)
      try ledger.requeued(part.event, error)
      try advance(to: at, writer)
    case .postponed(let until):
      try advance(to: until, writer)
    case .uncertain(let error, _):
      try set(.uncertain, writer)
      try drop(writer)
      try ledger.becameUncertain(part.event, error)
      try advance(to: nil, writer)
    case .failed(let error, _):
      try set(.failed, writer)
      try drop(writer)
      try ledger.failed(part.event, error)
      try advance(to: nil, writer)
    }
  }

  private func set(_ state: PartState, _ writer: Writer) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND number = ?", state.rawValue,
      part.event.blob, part.number)
  }

  private func remaining(_ writer: Writer) throws(StoreError) -> Int64 {
    try writer.first(
      "SELECT count(*) FROM part WHERE event = ? AND state = ?", part.event.blob,
      PartState.waiting.rawValue
    ) { $0.int(0) } ?? 0
  }

  /// The parts behind one that did not arrive are not sent: half a message helps nobody.
  private func drop(_ writer: Writer) throws(StoreError) {
    try writer.run(
      "UPDATE part SET state = ? WHERE event = ? AND state = ?", PartState.failed.rawValue,
      part.event.blob, PartState.waiting.rawValue)
  }

  /// Brings the lane to its next part: at that time, or at once; a lane without parts ends.
  private func advance(to at: Timestamp?, _ writer: Writer) throws(StoreError) {
    if let at {
      try writer.run(
        "UPDATE lane SET dueAt = ? WHERE dialog = ?", at.milliseconds, part.lane.blob)
    } else {
      try writer.run(
        """
        DELETE FROM lane WHERE dialog = ?1
          AND NOT EXISTS (SELECT 1 FROM part WHERE lane = ?1 AND state = 0)
        """, part.lane.blob)
      try writer.run("UPDATE lane SET dueAt = 0 WHERE dialog = ?", part.lane.blob)
    }
  }
}
