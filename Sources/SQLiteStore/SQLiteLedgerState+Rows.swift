import AdapterKit
import EventModel
import JSON
import Store

/// The rows, their versions and the names by which platforms know them.
extension SQLiteLedgerState {
  func event(of message: MessageKey) throws(StoreError) -> EventID? {
    try writer.first(
      "SELECT event FROM messageKey WHERE channel = ? AND space = ? AND id = ?", channel,
      message.space, message.id
    ) { EventID(blob: $0.blob(0)) }
  }

  func event(ofMark mark: String) throws(StoreError) -> EventID? {
    try writer.first(
      "SELECT operation FROM echo WHERE channel = ? AND mark = ?", channel, mark
    ) {
      EventID(blob: $0.blob(0))
    }
  }

  func newest(of event: EventID) throws(StoreError) -> Event? {
    if let held = try held(event) { return held }
    let bytes = try writer.first(
      "SELECT c.bytes FROM event e JOIN change c ON c.seq = e.change WHERE e.id = ?", event.blob
    ) { $0.blob(0) }
    return try bytes.map { (bytes) throws(StoreError) in try Event(stored: bytes) }
  }

  func name(_ event: EventID, _ message: MessageKey, at place: Int) throws(StoreError) {
    try writer.run(
      """
      INSERT INTO messageKey(channel, space, id, event, place) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """, channel, message.space, message.id, event.blob, place)
  }

  func messages(
    of event: EventID
  ) throws(StoreError) -> [(key: MessageKey, place: Int)] {
    try writer.all(
      "SELECT space, id, place FROM messageKey WHERE event = ? AND place >= 0 ORDER BY place",
      event.blob
    ) { (key: MessageKey(space: $0.text(0), id: $0.text(1)), place: Int($0.int(2))) }
  }

  func record(_ version: EventVersion) throws(StoreError) {
    let event = version.event
    let previous = try previousChange(of: event)
    var snapshot: [UInt8]?
    if let dialog = event.scope.dialog {
      snapshot = version.counters?.snapshot(of: dialog).bytes
    }
    try writer.run(
      """
      INSERT INTO change(event, version, kind, at, previous, channel, dialog, bytes, dialogState)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, event.id.blob, event.timeline.version, version.kind.rawValue,
      event.timeline.updatedAt.milliseconds, previous, channel, event.scope.dialog?.blob,
      JSONWriter.bytes(of: event, capacity: 1536),
      snapshot)
    let seq = writer.lastInsertedRow
    if previous == nil {
      try writer.run(
        """
        INSERT INTO event(id, channel, dialog, lead, action, occurredAt, version, change)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, event.id.blob, channel, event.scope.dialog?.blob, event.scope.lead?.blob,
        event.timeline.action.rawValue, event.timeline.orderedAt.milliseconds,
        event.timeline.version, seq)
    } else {
      try writer.run(
        "UPDATE event SET version = ?, change = ? WHERE id = ?", event.timeline.version, seq,
        event.id.blob)
    }
  }

  private func previousChange(of event: Event) throws(StoreError) -> Int64? {
    guard event.timeline.version > 1 else { return nil }
    return try writer.first("SELECT change FROM event WHERE id = ?", event.id.blob) { $0.int(0) }
  }

  func takeUnreadSent(
    in dialog: DialogID, upTo event: EventID, limit: Int
  ) throws(StoreError) -> [EventID] {
    let rows = try writer.all(
      """
      SELECT event FROM outgoing WHERE lane = ? AND isUnread = 1 AND event <= ?
      ORDER BY event DESC LIMIT ?
      """, dialog.blob, event.blob, limit
    ) { EventID(blob: $0.blob(0)) }
    for row in rows {
      try writer.run("UPDATE outgoing SET isUnread = 0 WHERE id = ?", row.blob)
    }
    return rows
  }

  func unreadSent(in dialog: DialogID, after event: EventID) throws(StoreError) -> Int64 {
    try writer.first(
      "SELECT count(*) FROM outgoing WHERE lane = ? AND isUnread = 1 AND event > ?", dialog.blob,
      event.blob
    ) { $0.int(0) } ?? 0
  }
}
