import AdapterKit
import EventModel
import GRDB
import Store
import Synchronization

/// The store on an embedded SQLite file: one writer, many readers, on disk before anybody is told.
package final class SQLiteStore: Store {
  let pool: DatabasePool
  let loop: CommitLoop
  let ids: EventIDs
  let now: @Sendable () -> Timestamp
  package let changes = Bell()
  let albums = HeldAlbums()

  struct Registry {
    var channels: [ChannelID: RegisteredChannel] = [:]
  }

  let registry = Mutex(Registry())

  /// Opens the file, or makes it, and brings its tables up to this build.
  ///
  /// - Parameter process: five bytes that tell this process's identifiers from others'.
  package init(
    path: String, process: [UInt8], now: @escaping @Sendable () -> Timestamp
  ) throws(StoreError) {
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration)
      try Schema.migrator.migrate(pool)
      // GRDB sets NORMAL for WAL after `prepareDatabase`, and NORMAL loses acknowledged writes with
      // the power.
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
      }
      let newest = try pool.read { db in
        try String.fetchOne(
          db,
          sql: """
            SELECT lower(hex(max(id))) FROM
            (SELECT max(id) AS id FROM event UNION ALL SELECT max(id) FROM dialog
              UNION ALL SELECT max(id) FROM outgoing UNION ALL SELECT max(event) FROM heldEvent)
            """)
      }
      ids = EventIDs(process: process, after: newest, now: now)
    } catch {
      throw StoreError(error)
    }
    self.now = now
    loop = CommitLoop(pool, room: FreeSpace(path: path))
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -65536")
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
      try db.execute(sql: "PRAGMA mmap_size = 0")
    }
    return configuration
  }

  /// Reads in a snapshot of its own; readers never wait for the writer.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.read(body) } catch { throw StoreError(error) }
  }

  package func nextEventID() -> EventID { EventID(ids.next()) }

  /// Finishes what was begun and closes the file.
  package func close() throws(StoreError) {
    do {
      loop.close()
      try pool.close()
    } catch { throw StoreError(error) }
  }
}
