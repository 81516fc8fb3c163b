import AdapterKit
import EventModel
import Store
import Synchronization

/// The journal of one channel: payloads that nobody has read, in the order of their arrival.
package final class UnreadQueue: WorkQueue {
  package let bell = Bell()
  let channel: Int64
  let record: ChannelRecord
  let loop: CommitLoop
  let store: StoreParts
  private let followers: Followers
  private let leases = Leases<Int64>()
  /// What this process began to read: what comes back unsettled is not counted a second time.
  private let begun = Mutex<Set<Int64>>([])

  init(
    channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts, followers: Followers
  ) {
    self.followers = followers
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  /// The attempt is marked in the lease's own commit, before anything is read: a payload that ended
  /// the process each time it was read is not read a fourth time. When the power ends, no payload
  /// is to blame, so that the mark need not be on disk.
  package func lease(_ limit: Int) async throws(StoreError) -> [UnreadPayload] {
    try await releaseDue()
    let ticket = leases.ticket()
    do throws(StoreError) {
      let run = try await loop.perform(for: .mark) { [self] (writer) throws(StoreError) in
        leases.giveBackAll(of: ticket)
        let run = ReadingRun(try waiting(limit, for: ticket, writer))
        for poison in run.poison { try quarantine(poison, writer) }
        for payload in run.leased where !payload.isBegun {
          try writer.run(
            "UPDATE unread SET attempt = attempt + 1 WHERE payload = ?", payload.number)
        }
        return run
      }
      begun.withLock { $0.formUnion(run.leased.map(\.number)) }
      leases.giveBack(run.left.map(\.number))
      leases.giveBack(run.poison.map(\.number))
      if run.leased.isEmpty, !run.poison.isEmpty { bell.ring() }
      return run.leased.map(\.item)
    } catch {
      leases.giveBackAll(of: ticket)
      throw error
    }
  }

  private func waiting(
    _ limit: Int, for ticket: Leases<Int64>.Ticket, _ writer: Writer
  ) throws(StoreError) -> [WaitingPayload] {
    let begun = begun.withLock(\.self)
    return try writer.some(
      limit,
      of: """
        SELECT p.id, u.attempt, p.transport, p.receivedAt, p.headers, p.body
        FROM unread u JOIN payload p ON p.id = u.payload WHERE u.channel = ? ORDER BY u.payload
        """, channel
    ) { row in
      guard leases.take(row.int(0), for: ticket) else { return nil }
      return WaitingPayload(
        number: row.int(0), attempts: row.int(1), isBegun: begun.contains(row.int(0)),
        payload: Payload(
          channel: record.id, transport: row.text(2),
          receivedAt: Timestamp(milliseconds: row.int(3)),
          headers: PayloadHeaders.headers(of: row.optionalText(4)), body: row.blob(5)))
    }
  }

  /// What cannot be stored as it was read goes to quarantine, and takes nothing else with it.
  package func settle(
    _ done: [(item: UnreadPayload, outcome: ReadOutcome)]
  ) async throws(StoreError) {
    defer { leases.giveBack(done.map(\.item.number)) }
    do throws(StoreError) {
      try await write(done)
    } catch {
      guard error.isOfTheWork else { throw error }
      for done in done { try await settle(alone: done) }
    }
    begun.withLock { $0.subtract(done.map(\.item.number)) }
    store.changes.ring()
  }

  private func settle(
    alone done: (item: UnreadPayload, outcome: ReadOutcome)
  ) async throws(StoreError) {
    do throws(StoreError) {
      try await write([done])
    } catch {
      guard error.isOfTheWork else { throw error }
      try await write([
        (item: done.item, outcome: .unreadable(PayloadError("unstorable", "\(error)")))
      ])
    }
  }

  private func write(
    _ done: [(item: UnreadPayload, outcome: ReadOutcome)]
  ) async throws(StoreError) {
    let news = try await loop.perform { [self] (writer) throws(StoreError) in
      let news = ReadingNews()
      for (item, outcome) in done {
        switch outcome {
        case .unreadable(let error): try quarantine(item.number, error, writer)
        case .read(let reading, let identity):
          var state = SQLiteLedgerState(
            writer, channel: channel, record, store.albums, at: store.now())
          state.payload = item.number
          state.news = news
          var ledger = Ledger(
            over: state, of: record, as: identity, at: item.payload.receivedAt, ids: store.ids)
          for draft in reading.drafts { try ledger.apply(draft) }
          try writer.run("DELETE FROM unread WHERE payload = ?", item.number)
        }
      }
      return news.found
    }
    followers.tell(news)
  }

  // MARK: Quarantine

  private func quarantine(_ poison: WaitingPayload, _ writer: Writer) throws(StoreError) {
    let error = PayloadError(
      "poison", "the process ended \(poison.attempts) times while this was being read")
    try quarantine(poison.number, error, writer)
  }

  private func quarantine(
    _ payload: Int64, _ error: PayloadError, _ writer: Writer
  ) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO quarantine(payload, channel, code, reason, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """, payload, channel, error.code, error.reason, store.now().milliseconds)
    try writer.run("DELETE FROM unread WHERE payload = ?", payload)
  }
}

extension StoreError {
  /// Whether it is about what was to be written, and not about the store at that moment.
  fileprivate var isOfTheWork: Bool {
    switch self {
    case .busy, .full: false
    case .notFound, .conflict, .unavailable: true
    }
  }
}
