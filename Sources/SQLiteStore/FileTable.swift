import AdapterKit
import EventModel
import JSON
import Store

/// The catalog of files, in the transaction that is open.
struct FileTable {
  let writer: Writer
  let channel: Int64?

  func insert(_ file: CatalogedFile, dueAt: Timestamp?) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO attachment(id, event, channel, kind, state, name, mimeType, size, source,
        payload, url, platformFile, createdAt, dueAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """, file.id, file.event?.blob, channel, file.kind.rawValue, file.state.rawValue, file.name,
      file.mimeType, file.size, file.source?.bytes, file.payload, file.url, file.platformFileID,
      file.createdAt.milliseconds, dueAt?.milliseconds)
    if let content = file.content { try save(content, of: file.id) }
  }

  func save(_ content: FileContent, of id: String) throws(StoreError) {
    try writer.run(
      """
      UPDATE attachment SET state = ?, sha256 = ?, contentSize = ?, contentType = ?,
        contentName = ?, errorKind = NULL, unavailable = NULL, dueAt = NULL WHERE id = ?
      """, CatalogedFile.State.ready.rawValue, content.sha256, content.size, content.mimeType,
      content.name, id)
  }

  func fail(
    _ id: String, _ reason: UnavailableReason, _ error: DeliveryError
  ) throws(StoreError) {
    try writer.run(
      """
      UPDATE attachment SET state = ?, unavailable = ?, errorKind = ?, errorCode = ?,
        errorReason = ?, dueAt = NULL WHERE id = ?
      """, CatalogedFile.State.failed.rawValue, reason.rawValue, error.kind.rawValue, error.code,
      error.reason, id)
  }

  func wait(_ id: String, until time: Timestamp) throws(StoreError) {
    try writer.run(
      "UPDATE attachment SET dueAt = ? WHERE id = ?", time.milliseconds, id)
  }

  /// Asks for a file once more.
  func reset(_ id: String, dueAt: Timestamp?) throws(StoreError) {
    try writer.run(
      """
      UPDATE attachment SET state = ?, attempt = 0, firstTriedAt = NULL, dueAt = ?,
        errorKind = NULL, unavailable = NULL WHERE id = ?
      """, CatalogedFile.State.pending.rawValue, dueAt?.milliseconds, id)
  }

  func file(_ id: String, _ names: [Int64: ChannelID]) throws(StoreError) -> CatalogedFile? {
    try writer.first(
      """
      SELECT id, event, kind, state, name, mimeType, size, source, payload, url, platformFile,
        sha256, contentSize, contentType, contentName, errorKind, errorCode, errorReason,
        unavailable, createdAt, channel
      FROM attachment WHERE id = ?
      """, id
    ) { row in
      var file = CatalogedFile(row)
      file.channel = row.optionalInt(20).flatMap { names[$0] }
      return file
    }
  }
}

extension CatalogedFile {
  /// Reads the columns in the order in which the catalog asks for them.
  init(_ row: Row) {
    self.init(
      row.text(0), .init(rawValue: row.text(2)), State(rawValue: row.int(3)) ?? .failed,
      at: row.time(19))
    event = row.optionalBlob(1).map { EventID(blob: $0) }
    name = row.optionalText(4)
    mimeType = row.optionalText(5)
    size = row.optionalInt(6)
    source = row.optionalBlob(7).map { JSONFragment(trusted: $0) }
    payload = row.optionalInt(8)
    url = row.optionalText(9)
    platformFileID = row.optionalText(10)
    if let digest = row.optionalText(11) {
      content = FileContent(
        sha256: digest, size: row.int(12), mimeType: row.text(13), name: row.optionalText(14))
    }
    error = row.error(15)
    unavailableReason = row.optionalText(18).map { UnavailableReason(rawValue: $0) }
  }
}
