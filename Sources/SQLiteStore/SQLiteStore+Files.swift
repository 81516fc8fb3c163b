import AdapterKit
import EventModel
import GRDB
import JSON
import Store
import Synchronization

extension SQLiteStore {
  package func missingFiles(of channel: ChannelID) -> MissingFilesQueue {
    registered(channel).missingFiles
  }

  @discardableResult
  package func add(_ file: CatalogedFile) async throws(StoreError) -> CatalogedFile? {
    let channel = file.channel.map { registered($0).number }
    let names = channelNames
    return try await loop.perform { (writer) throws(StoreError) in
      let table = FileTable(writer: writer, channel: channel)
      if let known = try table.file(file.id, names) { return known }
      try table.insert(file, dueAt: nil)
      return nil
    }
  }

  package func file(_ id: String) async throws(StoreError) -> CatalogedFile? {
    let names = channelNames
    return try await loop.perform { (writer) throws(StoreError) in
      try FileTable(writer: writer, channel: nil).file(id, names)
    }
  }

  package func payload(_ number: Int64) async throws(StoreError) -> Payload? {
    let names = channelNames
    return try await loop.perform { (writer) throws(StoreError) in
      try writer.first(
        "SELECT channel, transport, receivedAt, headers, body FROM payload WHERE id = ?", number
      ) { row in
        names[row.int(0)].map { channel in
          Payload(
            channel: channel, transport: row.text(1), receivedAt: row.time(2),
            headers: PayloadHeaders.headers(of: row.optionalText(3)), body: row.blob(4))
        }
      } ?? nil
    }
  }

  package func settle(_ id: String, _ outcome: FetchOutcome) async throws(StoreError) {
    guard let file = try await file(id) else { throw .notFound }
    guard let channel = file.channel else {
      // A caller's own file stands on no event.
      return try await loop.perform { (writer) throws(StoreError) in
        let table = FileTable(writer: writer, channel: nil)
        switch outcome {
        case .ready(let content, _): try table.save(content, of: id)
        case .retry: break
        case .failed(let reason, let error, _): try table.fail(id, reason, error)
        }
      }
    }
    try await change(of: registered(channel)) { (ledger, outbox) throws(StoreError) in
      try SettledFile(id: id, outcome: outcome).write(
        FileTable(writer: outbox.writer, channel: outbox.channel), &ledger)
    }
  }

  package func refetch(_ id: String) async throws(StoreError) -> CatalogedFile {
    guard let file = try await file(id) else { throw .notFound }
    guard let channel = file.channel, file.source != nil, file.state != .proxied else {
      return file
    }
    let registered = registered(channel)
    let fresh = try await change(of: registered) { (ledger, outbox) throws(StoreError) in
      let table = FileTable(writer: outbox.writer, channel: outbox.channel)
      try table.reset(id, dueAt: outbox.now)
      guard let file = try table.file(id, [outbox.channel: channel]) else { throw .notFound }
      try ledger.settled(file)
      return file
    }
    registered.missingFiles.bell.ring()
    return fresh
  }

  // MARK: What platforms call them

  package func reference(_ key: FileReference) async throws(StoreError) -> String? {
    let channel = registered(key.channel).number
    return try await loop.perform { (writer) throws(StoreError) in
      try writer.first(
        """
        SELECT reference FROM fileReference WHERE channel = ? AND sha256 = ? AND purpose = ?
        """, channel, key.sha256, key.purpose
      ) { $0.text(0) }
    }
  }

  package func keep(
    _ reference: String, for key: FileReference
  ) async throws(StoreError) {
    let channel = registered(key.channel).number
    try await loop.perform { (writer) throws(StoreError) in
      try writer.run(
        """
        INSERT OR REPLACE INTO fileReference(channel, sha256, purpose, reference)
        VALUES (?, ?, ?, ?)
        """, channel, key.sha256, key.purpose, reference)
    }
  }

  package func forget(_ key: FileReference) async throws(StoreError) {
    let channel = registered(key.channel).number
    try await loop.perform { (writer) throws(StoreError) in
      try writer.run(
        "DELETE FROM fileReference WHERE channel = ? AND sha256 = ? AND purpose = ?", channel,
        key.sha256, key.purpose)
    }
  }

  // MARK: What is needed

  package func isNeeded(_ sha256: String) async throws(StoreError) -> Bool {
    try await loop.perform { (writer) throws(StoreError) in try Self.isNeeded(sha256, writer) }
  }

  private static func isNeeded(_ sha256: String, _ writer: Writer) throws(StoreError) -> Bool {
    try writer.first("SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1", sha256) { _ in true }
      ?? false
  }

  package func storedBytes() async throws(StoreError) -> Int64 {
    try await read { db in
      try Int64.fetchOne(
        db,
        sql: """
          SELECT coalesce(sum(size), 0) FROM
          (SELECT max(contentSize) AS size FROM attachment WHERE sha256 IS NOT NULL GROUP BY sha256)
          """) ?? 0
    }
  }
}
