import AdapterKit
import EventModel
import Store

/// The files of one channel that are due to be got.
package final class MissingFilesQueue: WorkQueue {
  package let bell = Bell()
  private let channel: Int64
  private let record: ChannelRecord
  private let loop: CommitLoop
  private let store: StoreParts
  private let leases = Leases<String>()

  init(channel: Int64, record: ChannelRecord, loop: CommitLoop, store: StoreParts) {
    self.channel = channel
    self.record = record
    self.loop = loop
    self.store = store
  }

  package func lease(_ limit: Int) async throws(StoreError) -> [MissingFile] {
    let ticket = leases.ticket()
    let now = store.now()
    do throws(StoreError) {
      return try await loop.perform { [self] (writer) throws(StoreError) in
        leases.giveBackAll(of: ticket)
        return try due(limit, at: now, for: ticket, writer)
      }
    } catch {
      leases.giveBackAll(of: ticket)
      throw error
    }
  }

  private func due(
    _ limit: Int, at now: Timestamp, for ticket: Leases<String>.Ticket, _ writer: Writer
  ) throws(StoreError) -> [MissingFile] {
    let files = try writer.some(
      limit,
      of: """
        SELECT id, event, kind, state, name, mimeType, size, source, payload, url, platformFile,
          sha256, contentSize, contentType, contentName, errorKind, errorCode, errorReason,
          unavailable, createdAt, attempt, firstTriedAt
        FROM attachment WHERE channel = ? AND dueAt <= ? ORDER BY dueAt
        """, channel, now.milliseconds
    ) { row -> MissingFile? in
      guard leases.take(row.text(0), for: ticket) else { return nil }
      var file = CatalogedFile(row)
      file.channel = record.id
      return MissingFile(
        file, attempt: Int(row.int(20)) + 1, firstTriedAt: row.optionalTime(21))
    }
    for file in files {
      try writer.run(
        """
        UPDATE attachment SET attempt = attempt + 1, firstTriedAt = coalesce(firstTriedAt, ?)
        WHERE id = ?
        """, now.milliseconds, file.file.id)
    }
    return files
  }

  package func nextDue() async throws(StoreError) -> Timestamp? {
    try await loop.perform { [self] (writer) throws(StoreError) in
      try writer.some(
        1,
        of: """
          SELECT id, dueAt FROM attachment WHERE channel = ? AND dueAt IS NOT NULL ORDER BY dueAt
          """, channel
      ) { leases.holds($0.text(0)) ? nil : $0.time(1) }.first
    }
  }

  package func settle(
    _ done: [(item: MissingFile, outcome: FetchOutcome)]
  ) async throws(StoreError) {
    defer {
      leases.giveBack(done.map(\.item.file.id))
      bell.ring()
    }
    try await loop.perform(for: .completion) { [self] (writer) throws(StoreError) in
      let now = store.now()
      var ledger = Ledger(
        over: SQLiteLedgerState(writer, channel: channel, record, store.albums, at: now),
        of: record, as: ChannelIdentity(externalID: ""), at: now, ids: store.ids)
      for (item, outcome) in done {
        try SettledFile(id: item.file.id, outcome: outcome).write(
          FileTable(writer: writer, channel: channel), &ledger)
      }
    }
    store.changes.ring()
  }
}

/// A file that was tried to be got, and how that went.
struct SettledFile {
  let id: String
  let outcome: FetchOutcome

  func write(
    _ table: FileTable, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    switch outcome {
    case .ready(let content, _): try table.save(content, of: id)
    case .retry(let time, _): return try table.wait(id, until: time)
    case .failed(let reason, let error, _): try table.fail(id, reason, error)
    }
    if let file = try table.file(id, [:]) { try ledger.settled(file) }
  }
}
