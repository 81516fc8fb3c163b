import AdapterKit
import EventModel
import JSON
import Store

/// Rows that are kept back. The tables are asked only when memory says that there are some.
extension SQLiteLedgerState {
  func hold(_ event: Event) throws(StoreError) -> Bool {
    guard let dialog = event.scope.dialog else { return false }
    try writer.run(
      """
      INSERT INTO heldEvent(event, channel, dialog, firstAt, dueAt, bytes)
      VALUES (?1, ?2, ?3, ?4, min(?4 + ?6, ?4 + ?7), ?5)
      ON CONFLICT DO UPDATE SET dueAt = min(?4 + ?6, firstAt + ?7), bytes = ?5
      """, event.id.blob, channel, dialog.blob, now.milliseconds,
      JSONWriter.bytes(of: event, capacity: 1536), AlbumPatience.sinceLast, AlbumPatience.inAll)
    let dueAt = try writer.first(
      "SELECT dueAt FROM heldEvent WHERE event = ?", event.id.blob
    ) { $0.time(0) }
    albums.hold(event.id, in: dialog, of: channel, until: dueAt ?? now)
    return true
  }

  func isHeld(_ event: EventID) throws(StoreError) -> Bool {
    guard albums.holds(event) else { return false }
    return try writer.first("SELECT 1 FROM heldEvent WHERE event = ?", event.blob) { _ in true }
      ?? false
  }

  func rewrite(held event: Event) throws(StoreError) {
    try writer.run(
      "UPDATE heldEvent SET bytes = ? WHERE event = ?",
      JSONWriter.bytes(of: event, capacity: 1536), event.id.blob)
  }

  func held(in dialog: DialogID) throws(StoreError) -> [EventID] {
    guard albums.holds(anythingOf: dialog) else { return [] }
    return try writer.all(
      "SELECT event FROM heldEvent WHERE dialog = ? ORDER BY event", dialog.blob
    ) { EventID(blob: $0.blob(0)) }
  }

  func letGo(_ event: EventID) throws(StoreError) {
    try writer.run("DELETE FROM heldEvent WHERE event = ?", event.blob)
  }

  /// A row that is kept back, as it is by now.
  func held(_ event: EventID) throws(StoreError) -> Event? {
    guard albums.holds(event) else { return nil }
    let bytes = try writer.first(
      "SELECT bytes FROM heldEvent WHERE event = ?", event.blob
    ) { $0.blob(0) }
    return try bytes.map { (bytes) throws(StoreError) in try Event(stored: bytes) }
  }

  func heldDialog(of message: MessageKey) throws(StoreError) -> DialogID? {
    guard albums.holds(anythingOf: channel) else { return nil }
    return try writer.first(
      """
      SELECT h.dialog FROM messageKey m JOIN heldEvent h ON h.event = m.event
      WHERE m.channel = ? AND m.space = ? AND m.id = ?
      """, channel, message.space, message.id
    ) { DialogID(blob: $0.blob(0)) }
  }
}
