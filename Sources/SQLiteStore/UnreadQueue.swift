import AdapterKit
import EventModel
import Store
import Synchronization

/// The journal of one channel: payloads that nobody has read, in the order of their arrival.
package final class UnreadQueue: WorkQueue {
  package let bell = Bell()
  private let channel: Int64
  private let record: ChannelRecord
  private let loop: CommitLoop
  private let store: StoreParts
  /// The last payload that was leased; those behind it are free. It falls back when a run is settled in part.
  private let leased = Mutex<Set<Int64>>([])

  /// How often reading a payload may be begun; it ended the process every time.
  static let mostAttempts: Int64 = 3

  init(channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts) {
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  package func nextDue() async throws(StoreError) -> Timestamp? { nil }

  /// The attempt is marked in the lease's own commit, before anything is read: a payload that ended
  /// the process each time it was read is not read a fourth time.
  package func lease(_ limit: Int) async throws(StoreError) -> [UnreadPayload] {
    let taken = leased.withLock { $0 }
    let channel = channel
    let id = record.id
    let now = store.now()
    let items = try await loop.perform { (writer) throws(StoreError) -> [UnreadPayload] in
      let rows = try writer.all(
        """
        SELECT p.id, u.attempt, p.transport, p.receivedAt, p.headers, p.body
        FROM unread u JOIN payload p ON p.id = u.payload
        WHERE u.channel = ? ORDER BY u.payload LIMIT ?
        """, channel, limit + taken.count
      ) { row in (number: row.int(0), attempt: row.int(1), payload: Self.payload(row, of: id)) }
      var leased: [UnreadPayload] = []
      for row in rows where !taken.contains(row.number) && leased.count < limit {
        if row.attempt >= Self.mostAttempts {
          let poison = PayloadError(
            "poison", "the process ended \(row.attempt) times while this was being read")
          try Self.quarantine(row.number, channel, poison, at: now, writer)
        } else {
          try writer.run("UPDATE unread SET attempt = attempt + 1 WHERE payload = ?", row.number)
          leased.append(
            UnreadPayload(
              number: row.number, attempt: Int(row.attempt) + 1, payload: row.payload))
        }
      }
      return leased
    }
    leased.withLock { $0.formUnion(items.map(\.number)) }
    return items
  }

  package func settle(
    _ done: [(item: UnreadPayload, outcome: ReadOutcome)]
  ) async throws(StoreError) {
    let numbers = done.map(\.item.number)
    defer { leased.withLock { $0.subtract(numbers) } }
    let (channel, record, store) = (channel, record, store)
    try await loop.perform { (writer) throws(StoreError) in
      for (item, outcome) in done {
        switch outcome {
        case .unreadable(let error):
          try Self.quarantine(item.number, channel, error, at: store.now(), writer)
        case .read(let reading, let identity):
          var ledger = Ledger(
            over: SQLiteLedgerState(writer, channel: channel, platform: record.platform),
            of: record, as: identity, at: item.payload.receivedAt, ids: store.ids)
          for draft in reading.drafts { try ledger.apply(draft) }
          try writer.run("DELETE FROM unread WHERE payload = ?", item.number)
        }
      }
    }
    store.changes.ring()
  }

  private static func payload(_ row: Row, of channel: ChannelID) -> Payload {
    Payload(
      channel: channel, transport: row.text(2),
      receivedAt: Timestamp(milliseconds: row.int(3)),
      headers: PayloadHeaders.headers(of: row.optionalText(4)), body: row.blob(5))
  }

  private static func quarantine(
    _ payload: Int64, _ channel: Int64, _ error: PayloadError, at now: Timestamp, _ writer: Writer
  ) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO quarantine(payload, channel, code, reason, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """, payload, channel, error.code, error.reason, now.milliseconds)
    try writer.run("DELETE FROM unread WHERE payload = ?", payload)
  }
}
