import AdapterKit
import EventModel
import JSON
import Store

/// What the ledger keeps besides rows: files, our reactions, how far others have read, what came
/// back of what we sent.
extension SQLiteLedgerState {
  private var outbox: OutboxTable { OutboxTable(writer: writer, channel: channel, now: now) }

  func received(in dialog: DialogID, after event: EventID) throws(StoreError) -> Int64 {
    try writer.first(
      """
      SELECT count(*) FROM event e WHERE dialog = ? AND action = ? AND id > ?
        AND NOT EXISTS (SELECT 1 FROM outgoing WHERE id = e.id)
      """, dialog.blob, ActionType.messageCreated.rawValue, event.blob
    ) { $0.int(0) } ?? 0
  }

  func catalog(_ file: CatalogedFile, isDue: Bool) throws(StoreError) {
    var file = file
    file.payload = payload
    if isDue { news?.found.insert(.files) }
    try FileTable(writer: writer, channel: channel).insert(file, dueAt: isDue ? now : nil)
  }

  func exchangeReaction(
    of event: EventID, with emoji: String?
  ) throws(StoreError) -> String? {
    let before = try writer.first(
      "SELECT emoji FROM ownReaction WHERE event = ?", event.blob
    ) { $0.text(0) }
    if let emoji {
      try writer.run(
        "INSERT OR REPLACE INTO ownReaction(event, emoji) VALUES (?, ?)", event.blob, emoji)
    } else {
      try writer.run("DELETE FROM ownReaction WHERE event = ?", event.blob)
    }
    return before
  }

  func readMark(of dialog: DialogID) throws(StoreError) -> ReadMark? {
    try writer.first("SELECT space, id, at FROM readMark WHERE dialog = ?", dialog.blob) {
      ReadMark(MessageKey(space: $0.text(0), id: $0.text(1)), at: $0.time(2))
    }
  }

  func save(_ mark: ReadMark?, of dialog: DialogID) throws(StoreError) {
    guard let mark else {
      return try writer.run("DELETE FROM readMark WHERE dialog = ?", dialog.blob)
    }
    try writer.run(
      "INSERT OR REPLACE INTO readMark(dialog, space, id, at) VALUES (?, ?, ?, ?)", dialog.blob,
      mark.message.space, mark.message.id, mark.at.milliseconds)
  }

  func setReach(_ start: String, isOpen: Bool) throws(StoreError) {
    guard isOpen else {
      return try writer.run(
        "INSERT OR IGNORE INTO closedReach(channel, start) VALUES (?, ?)", channel, start)
    }
    try writer.run("DELETE FROM closedReach WHERE channel = ? AND start = ?", channel, start)
  }

  func arrival(by mark: String, as message: MessageKey?) throws(StoreError) -> Arrival? {
    let found = try writer.first(
      "SELECT operation, number FROM echo WHERE channel = ? AND mark = ?", channel, mark
    ) { (operation: EventID(blob: $0.blob(0)), number: Int($0.int(1))) }
    guard let found, let operation = try outbox.operation(found.operation),
      let state = try outbox.state(of: found.number, found.operation), state != .sent
    else { return nil }
    let messages = message.map { [$0] } ?? []
    let isLast = try outbox.arrive(operation.name, found.number, messages)
    var step = Checkpoint(.sent, of: found.operation, operation.name.kind, at: now)
    step.part = found.number
    step.messages = messages
    try outbox.note(step)
    try outbox.advance(operation.lane)
    news?.found.insert(.sending)
    return Arrival(operation.name, PartPlace(found.number, isLast: isLast))
  }

  func onItsWay(into dialog: DialogID) throws(StoreError) -> (event: EventID, number: Int)? {
    try writer.first(
      """
      SELECT o.event, p.number FROM part p JOIN outgoing o ON o.id = p.operation
      WHERE p.lane = ? AND p.state < 2 AND p.state = ? AND o.kind IN (?, ?)
      ORDER BY p.operation, p.number LIMIT 1
      """, dialog.blob, PartState.marked.rawValue, OperationKind.message.rawValue,
      OperationKind.forward.rawValue
    ) { (event: EventID(blob: $0.blob(0)), number: Int($0.int(1))) }
  }
}
