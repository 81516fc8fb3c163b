import AdapterKit
import EventModel
import GRDB
import Store
import Synchronization

/// A channel with its short number, by which the tables know it.
struct RegisteredChannel: Sendable {
  let number: Int64
  let record: ChannelRecord
  let unread: UnreadQueue
  let unsent: UnsentQueue
  let missingFiles: MissingFilesQueue
  let expectations: ExpectationQueue

  init(_ number: Int64, _ record: ChannelRecord, over loop: CommitLoop, _ store: StoreParts) {
    self.number = number
    self.record = record
    missingFiles = MissingFilesQueue(channel: number, record: record, loop: loop, store: store)
    expectations = ExpectationQueue(channel: number, record: record, loop: loop, store: store)
    unsent = UnsentQueue(channel: number, record: record, loop: loop, store: store)
    unread = UnreadQueue(
      channel: number, record: record, loop: loop, store: store,
      followers: Followers(
        files: missingFiles.bell, expectations: expectations.bell, sending: unsent.bell))
  }
}

extension SQLiteStore {
  package func register(_ channel: ChannelRecord) async throws(StoreError) {
    let number = try await loop.perform { [albums] (writer) throws(StoreError) in
      try writer.run(
        "INSERT INTO channel(id) VALUES (?) ON CONFLICT DO NOTHING", channel.id.rawValue)
      let number = try writer.first(
        "SELECT number FROM channel WHERE id = ?", channel.id.rawValue
      ) { $0.int(0) }
      guard let number else { throw .notFound }
      let held = try writer.all(
        "SELECT event, dialog, dueAt FROM heldEvent WHERE channel = ?", number
      ) { (event: EventID(blob: $0.blob(0)), dialog: DialogID(blob: $0.blob(1)), at: $0.time(2)) }
      for row in held { albums.hold(row.event, in: row.dialog, of: number, until: row.at) }
      return number
    }
    let registered = RegisteredChannel(number, channel, over: loop, StoreParts(self))
    registry.withLock { $0.channels[channel.id] = registered }
  }

  /// The channel of that identifier; to ask for one that was never registered is our own mistake.
  func registered(_ channel: ChannelID) -> RegisteredChannel {
    guard let known = registry.withLock({ $0.channels[channel] }) else {
      preconditionFailure("channel \(channel) is not registered")
    }
    return known
  }

  package func unread(of channel: ChannelID) -> UnreadQueue { registered(channel).unread }
  package func unsent(of channel: ChannelID) -> UnsentQueue { registered(channel).unsent }

  package func cursors(
    of channel: ChannelID
  ) async throws(StoreError) -> [StreamName: PollCursor] {
    let number = registered(channel).number
    return try await read { db in
      let rows = try GRDB.Row.fetchAll(
        db, sql: "SELECT stream, value FROM cursor WHERE channel = ?", arguments: [number])
      return Dictionary(
        rows.map { row in
          let stream = StreamName(rawValue: row["stream"])
          return (stream, PollCursor(stream, row["value"]))
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  package func slug(
    of channel: ChannelID, suggested: String
  ) async throws(StoreError) -> String {
    let number = registered(channel).number
    return try await loop.perform { (writer) throws(StoreError) in
      try writer.run(
        "UPDATE channel SET slug = coalesce(slug, ?) WHERE number = ?", suggested, number)
      let slug = try writer.first("SELECT slug FROM channel WHERE number = ?", number) {
        $0.text(0)
      }
      return slug ?? suggested
    }
  }

  package func backlog(of channel: ChannelID) async throws(StoreError) -> Backlog {
    let number = registered(channel).number
    return try await read { db in
      func count(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
      }
      return Backlog(
        unread: try count("SELECT count(*) FROM unread WHERE channel = ?", [number]),
        quarantined: try count("SELECT count(*) FROM quarantine WHERE channel = ?", [number]),
        unsent: try count(
          "SELECT count(*) FROM part WHERE channel = ? AND state IN (0, 1)", [number]),
        uncertain: try count(
          "SELECT count(*) FROM part WHERE channel = ? AND state = ?",
          [number, PartState.uncertain.rawValue]))
    }
  }
}

/// What the queues of one store share.
struct StoreParts: Sendable {
  let ids: EventIDs
  let changes: Bell
  let albums: HeldAlbums
  let now: @Sendable () -> Timestamp

  init(_ store: SQLiteStore) {
    ids = store.ids
    changes = store.changes
    albums = store.albums
    now = store.now
  }
}
