import AdapterKit
import EventModel
import Store

/// The outbox of one channel: lanes that are due, and of each its first part.
package final class UnsentQueue: SendQueue {
  package let bell = Bell()
  let channel: Int64
  let record: ChannelRecord
  let loop: CommitLoop
  let store: StoreParts
  /// Lanes with a part in flight: nobody else gets one of theirs.
  let leases = Leases<DialogID>()

  init(channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts) {
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  package func lease(_ limit: Int) async throws(StoreError) -> [DuePart] {
    let ticket = leases.ticket()
    let now = store.now()
    do throws(StoreError) {
      return try await perform(for: .departure) { [self] (ledger, outbox) throws(StoreError) in
        leases.giveBackAll(of: ticket)
        let lanes = try outbox.writer.some(
          limit, of: "SELECT dialog FROM lane WHERE channel = ? AND dueAt <= ? ORDER BY dueAt",
          channel, now.milliseconds
        ) { row in
          let lane = DialogID(blob: row.blob(0))
          return leases.take(lane, for: ticket) ? lane : nil
        }
        var parts: [DuePart] = []
        for lane in lanes {
          if let part = try next(of: lane, &ledger, outbox) {
            parts.append(part)
          } else {
            leases.giveBack([lane])
            try outbox.advance(lane)
          }
        }
        return parts
      }
    } catch {
      leases.giveBackAll(of: ticket)
      throw error
    }
  }

  package func nextDue() async throws(StoreError) -> Timestamp? {
    try await loop.perform(for: .departure) { [self] (writer) throws(StoreError) in
      try writer.some(
        1, of: "SELECT dialog, dueAt FROM lane WHERE channel = ? ORDER BY dueAt", channel
      ) { row in
        let isFree = !leases.holds(DialogID(blob: row.blob(0)))
        return isFree ? Timestamp(milliseconds: row.int(1)) : nil
      }.first
    }
  }

  /// A mark that is not written gives the parts back: nothing of them was sent.
  package func mark(_ parts: [DuePart], at now: Timestamp) async throws(StoreError) {
    do throws(StoreError) {
      try await perform(for: .departure) { (ledger, outbox) throws(StoreError) in
        for part in parts {
          try outbox.mark(part, at: now)
          try ledger.beganSending(part.name, Set(part.part.files.map(\.attachment)))
        }
      }
    } catch {
      leases.giveBack(parts.map(\.lane))
      throw error
    }
    store.changes.ring()
  }

  package func beginUploading(_ part: DuePart, at now: Timestamp) async throws(StoreError) {
    do throws(StoreError) {
      try await perform { (ledger, outbox) throws(StoreError) in
        var step = Checkpoint(.uploading, of: part.operation, part.kind, at: now)
        step.part = part.number
        step.attempt = part.attempt
        try outbox.note(step)
        try ledger.beganUploading(part.name, Set(part.part.files.map(\.attachment)))
      }
    } catch {
      leases.giveBack([part.lane])
      throw error
    }
    store.changes.ring()
  }

  package func settle(
    _ done: [(item: DuePart, outcome: SendOutcome)]
  ) async throws(StoreError) {
    defer {
      leases.giveBack(done.map(\.item.lane))
      bell.ring()
    }
    try await perform(for: .completion) { (ledger, outbox) throws(StoreError) in
      for (part, outcome) in done {
        try SettledPart(part: part, outcome: outcome, outbox: outbox).write(&ledger)
      }
    }
    store.changes.ring()
  }

  func perform<Value: Sendable>(
    for purpose: CommitLoop.Purpose = .work,
    _ body:
      @escaping @Sendable (inout Ledger<SQLiteLedgerState>, OutboxTable) throws(StoreError) ->
      Value
  ) async throws(StoreError) -> Value {
    try await loop.perform(for: purpose) { [self] (writer) throws(StoreError) in
      let now = store.now()
      var ledger = Ledger(
        over: SQLiteLedgerState(writer, channel: channel, record, store.albums, at: now),
        of: record, as: ChannelIdentity(externalID: ""), at: now, ids: store.ids)
      return try body(&ledger, OutboxTable(writer: writer, channel: channel, now: now))
    }
  }
}
