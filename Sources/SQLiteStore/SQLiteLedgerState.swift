import AdapterKit
import EventModel
import JSON
import Store

/// What the ledger knows, over the tables, in the transaction that is open.
struct SQLiteLedgerState: LedgerState {
  let writer: Writer
  let channel: Int64
  let albums: HeldAlbums
  let now: Timestamp
  /// The payload that is being read.
  var payload: Int64?
  var news: ReadingNews?
  private let record: ChannelRecord

  /// - Parameters:
  ///   - channel: the short number of that channel.
  ///   - now: our own time, whenever a payload was received.
  init(
    _ writer: Writer, channel: Int64, _ record: ChannelRecord, _ albums: HeldAlbums,
    at now: Timestamp
  ) {
    self.writer = writer
    self.channel = channel
    self.record = record
    self.albums = albums
    self.now = now
  }

  init(_ writer: Writer, of registered: RegisteredChannel, at now: Timestamp) {
    self.init(
      writer, channel: registered.number, registered.record, registered.unsent.store.albums,
      at: now)
  }

  private var platform: String { record.platform.rawValue }
  /// People are the same in all channels of a platform that belong to one tenant.
  private var project: String { record.project?.rawValue ?? "" }

  private static let hour: Int64 = 3_600_000

  func claim(_ claim: Claim) throws(StoreError) -> Bool {
    try writer.run(
      "INSERT INTO claim(hour, channel, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      claim.at.milliseconds / Self.hour, channel, claim.key)
    return writer.changedRows > 0
  }

  // MARK: Dialogs

  func dialog(at address: String) throws(StoreError) -> DialogID? {
    try writer.first(
      "SELECT dialog FROM dialogAlias WHERE channel = ? AND address = ?", channel, address
    ) { DialogID(blob: $0.blob(0)) }
  }

  func dialog(of message: MessageKey) throws(StoreError) -> DialogID? {
    let found = try writer.first(
      """
      SELECT e.dialog FROM messageKey m JOIN event e ON e.id = m.event
      WHERE m.channel = ? AND m.space = ? AND m.id = ?
      """, channel, message.space, message.id
    ) { $0.optionalBlob(0).map { DialogID(blob: $0) } }
    if let dialog = found ?? nil { return dialog }
    return try heldDialog(of: message)
  }

  func title(of dialog: DialogID) throws(StoreError) -> String? {
    try writer.first("SELECT title FROM dialog WHERE id = ?", dialog.blob) {
      $0.optionalText(0)
    } ?? nil
  }

  func document(of dialog: DialogID) throws(StoreError) -> Dialog? {
    let bytes = try writer.first("SELECT document FROM dialog WHERE id = ?", dialog.blob) {
      $0.blob(0)
    }
    return try bytes.map { (bytes) throws(StoreError) in try Dialog(stored: bytes) }
  }

  func save(_ dialog: Dialog) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO dialog(id, channel, status, type, lead, title, document)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET status = excluded.status, type = excluded.type,
        lead = excluded.lead, title = excluded.title, document = excluded.document
      """, dialog.identity.id.blob, channel, dialog.state.status.rawValue,
      dialog.address.dialogType.rawValue, dialog.identity.primaryLead?.blob,
      dialog.title, JSONWriter.bytes(of: dialog, capacity: 1024))
  }

  func alias(_ address: String, of dialog: DialogID) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO dialogAlias(channel, address, dialog) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET dialog = excluded.dialog
      """, channel, address, dialog.blob)
  }

  func counters(of dialog: DialogID) throws(StoreError) -> DialogCounters {
    let known = try writer.first(
      """
      SELECT startedAt, updatedAt, events, messages, operatorUnread, leadUnread, lastEventAt,
        lastMessage, lastMessageAt, firstInboundAt, firstResponse, readTo, openErrors
      FROM dialogCounter WHERE dialog = ?
      """, dialog.blob
    ) { DialogCounters($0) }
    guard let known else { throw .notFound }
    return known
  }

  func save(_ counters: DialogCounters, of dialog: DialogID) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO dialogCounter(
        dialog, events, messages, operatorUnread, leadUnread, startedAt, lastEventAt, lastMessage,
        lastMessageAt, firstInboundAt, firstResponse, readTo, openErrors, updatedAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      ON CONFLICT DO UPDATE SET events = ?2, messages = ?3, operatorUnread = ?4, leadUnread = ?5,
        startedAt = ?6, lastEventAt = ?7, lastMessage = ?8, lastMessageAt = ?9,
        firstInboundAt = ?10, firstResponse = ?11, readTo = ?12, openErrors = ?13, updatedAt = ?14
      """, dialog.blob, counters.events, counters.messages, counters.operatorUnread,
      counters.leadUnread, counters.startedAt.milliseconds, counters.lastEventAt.milliseconds,
      counters.lastMessage?.blob, counters.lastMessageAt?.milliseconds,
      counters.firstInboundAt?.milliseconds, counters.firstResponseSeconds,
      counters.operatorReadTo?.blob, counters.openErrors, counters.updatedAt.milliseconds)
  }

  // MARK: People

  func lead(_ externalID: String, profile: Profile?) throws(StoreError) -> LeadID? {
    let known = try writer.first(
      "SELECT id, profile FROM lead WHERE project = ? AND platform = ? AND external = ?", project,
      platform, externalID
    ) { (id: LeadID(blob: $0.blob(0)), profile: $0.blob(1)) }
    if let known, let profile, case let bytes = JSONWriter.bytes(of: profile),
      bytes != known.profile
    {
      try writer.run("UPDATE lead SET profile = ? WHERE id = ?", bytes, known.id.blob)
    }
    return known?.id
  }

  func save(_ lead: LeadID, externalID: String, profile: Profile?) throws(StoreError) {
    try writer.run(
      "INSERT INTO lead(id, project, platform, external, profile) VALUES (?, ?, ?, ?, ?)",
      lead.blob, project, platform, externalID, profile.map { JSONWriter.bytes(of: $0) })
  }
}

extension DialogCounters {
  /// Reads the columns in the order in which the ledger asks for them.
  fileprivate init(_ row: Row) {
    self.init(
      startedAt: Timestamp(milliseconds: row.int(0)),
      recordedAt: Timestamp(milliseconds: row.int(1)))
    events = row.int(2)
    messages = row.int(3)
    operatorUnread = row.int(4)
    leadUnread = row.int(5)
    lastEventAt = Timestamp(milliseconds: row.int(6))
    lastMessage = row.optionalBlob(7).map { EventID(blob: $0) }
    lastMessageAt = row.optionalInt(8).map { Timestamp(milliseconds: $0) }
    firstInboundAt = row.optionalInt(9).map { Timestamp(milliseconds: $0) }
    firstResponseSeconds = row.optionalInt(10)
    operatorReadTo = row.optionalBlob(11).map { EventID(blob: $0) }
    openErrors = row.int(12)
  }
}
