import EventModel
import Store
import Synchronization

/// Files that were kept long enough.
extension SQLiteStore {
  package func expire(before time: Timestamp, limit: Int) async throws(StoreError) -> Int {
    let parts = StoreParts(self)
    let channels = registry.withLock { Array($0.channels.values) }
    let count = try await loop.perform { (writer) throws(StoreError) in
      let old = try Self.giveUp(before: time, limit: limit, writer)
      for channel in channels {
        let files = old.filter { $0.channel == channel.number }
        guard !files.isEmpty else { continue }
        var ledger = Ledger(writer, of: channel, parts, at: parts.now())
        let table = FileTable(writer: writer, channel: channel.number)
        for file in files {
          if let file = try table.file(file.id, [:]) { try ledger.settled(file) }
        }
      }
      return old.count
    }
    if count > 0 { changes.ring() }
    return count
  }

  private static func giveUp(
    before time: Timestamp, limit: Int, _ writer: Writer
  ) throws(StoreError) -> [(id: String, channel: Int64?)] {
    let old = try writer.all(
      """
      SELECT id, channel FROM attachment a WHERE sha256 IS NOT NULL AND createdAt < ?
        AND NOT EXISTS (SELECT 1 FROM filePin WHERE attachment = a.id)
      ORDER BY createdAt LIMIT ?
      """, time.milliseconds, limit
    ) { (id: $0.text(0), channel: $0.optionalInt(1)) }
    for file in old {
      try writer.run(
        "UPDATE attachment SET state = ?, sha256 = NULL, unavailable = ? WHERE id = ?",
        CatalogedFile.State.expired.rawValue, UnavailableReason.sourceUnavailable.rawValue,
        file.id)
    }
    return old
  }
}
