import EventModel
import Foundation
import GRDB
import JSON
import Store
import Synchronization

extension SQLiteStore {
  package func dialog(_ id: DialogID) async throws(StoreError) -> Dialog? {
    try await read { db in
      try GRDB.Row.fetchOne(
        db, sql: Self.dialogRows + " WHERE d.id = ?", arguments: [Data(id.blob)]
      )
      .map { try Self.dialog($0) }
    }
  }

  package func dialogs(
    _ filter: DialogFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<Dialog> {
    let conditions = conditions(of: filter)
    return try await read { db in
      let list = Listing(
        table: "dialogCounter k JOIN dialog d ON d.id = k.dialog",
        key: (time: "k.lastEventAt", id: "k.dialog"), conditions: conditions)
      let rows = try GRDB.Row.fetchAll(
        db,
        sql: """
          WITH page AS (\(list.sql(page))) \(Self.dialogRows) JOIN page ON page.id = d.id
          ORDER BY k.lastEventAt \(page.order), d.id \(page.order)
          """, arguments: list.arguments(page))
      return try list.page(rows.map { try Self.dialog($0) }, page, db)
    }
  }

  private func conditions(of filter: DialogFilter) -> Conditions {
    var conditions = Conditions()
    if !filter.channels.isEmpty { conditions.add("d.channel", isOneOf: numbers(filter.channels)) }
    if let status = filter.status { conditions.add("d.status = ?", status) }
    if let type = filter.dialogType { conditions.add("d.type = ?", type) }
    if let lead = filter.lead { conditions.add("d.lead = ?", Data(lead.blob)) }
    if let external = filter.externalID, let place = place(of: external) {
      conditions.add(
        "d.id = (SELECT dialog FROM dialogAlias WHERE channel = ? AND address = ?)",
        place.channel, place.address)
    }
    return conditions
  }

  /// Splits `{platform}_{kind}_{channel}_{ids…}` into the channel and the address in it.
  private func place(of external: String) -> (channel: Int64, address: String)? {
    registry.withLock { registry in
      for (id, channel) in registry.channels {
        let pieces = external.split(
          separator: "_\(id.rawValue)_", maxSplits: 1, omittingEmptySubsequences: false)
        let platform = channel.record.platform.rawValue + "_"
        if pieces.count == 2, pieces[0].hasPrefix(platform) {
          return (channel.number, "\(pieces[0].dropFirst(platform.count))_\(pieces[1])")
        }
      }
      return (-1, external)
    }
  }

  private static let dialogRows = """
    SELECT d.document, k.*, c.bytes AS last FROM dialog d
    JOIN dialogCounter k ON k.dialog = d.id
    LEFT JOIN event e ON e.id = k.lastMessage LEFT JOIN change c ON c.seq = e.change
    """

  /// The document with what each event changes put in.
  private static func dialog(_ row: GRDB.Row) throws -> Dialog {
    var dialog = try Dialog(stored: Array(row["document"] as Data))
    let last = try (row["last"] as Data?).map { try Event(stored: Array($0)) }
    dialog.show(DialogCounters(row), lastMessage: last)
    return dialog
  }
}

extension DialogCounters {
  init(_ row: GRDB.Row) {
    self.init(
      startedAt: Timestamp(milliseconds: row["startedAt"]),
      recordedAt: Timestamp(milliseconds: row["updatedAt"]))
    events = row["events"]
    messages = row["messages"]
    operatorUnread = row["operatorUnread"]
    leadUnread = row["leadUnread"]
    lastEventAt = Timestamp(milliseconds: row["lastEventAt"])
    lastMessage = (row["lastMessage"] as Data?).map { EventID(blob: Array($0)) }
    lastMessageAt = (row["lastMessageAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    firstInboundAt = (row["firstInboundAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    firstResponseSeconds = row["firstResponse"]
    operatorReadTo = (row["readTo"] as Data?).map { EventID(blob: Array($0)) }
    openErrors = row["openErrors"]
  }

}
