import AdapterKit
import EventModel
import Foundation
import GRDB
import Store
import Synchronization

extension SQLiteStore {
  package func event(_ id: EventID) async throws(StoreError) -> EventRow? {
    try await read { db in
      try GRDB.Row.fetchOne(
        db,
        sql: """
          SELECT e.id, e.version, e.occurredAt, c.bytes FROM event e JOIN change c ON c.seq = e.change
          WHERE e.id = ?
          """, arguments: [Data(id.blob)]
      ).map(EventRow.init)
    }
  }

  package func events(
    _ filter: EventFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<EventRow> {
    let conditions = conditions(of: filter)
    return try await read { db in
      let list = Listing(
        table: "event e", key: (time: "e.occurredAt", id: "e.id"), conditions: conditions)
      let rows = try GRDB.Row.fetchAll(
        db,
        sql: """
          WITH page AS (\(list.sql(page)))
          SELECT e.id, e.version, e.occurredAt, c.bytes FROM page
          JOIN event e ON e.id = page.id JOIN change c ON c.seq = e.change
          ORDER BY e.occurredAt \(page.order), e.id \(page.order)
          """, arguments: list.arguments(page))
      return try list.page(rows.map(EventRow.init), page, db)
    }
  }

  private func conditions(of filter: EventFilter) -> Conditions {
    var conditions = Conditions()
    if let dialog = filter.dialog { conditions.add("e.dialog = ?", Data(dialog.blob)) }
    if let lead = filter.lead { conditions.add("e.lead = ?", Data(lead.blob)) }
    if !filter.channels.isEmpty { conditions.add("e.channel", isOneOf: numbers(filter.channels)) }
    if !filter.actions.isEmpty {
      conditions.add("e.action", isOneOf: filter.actions.map(\.rawValue))
    }
    if let since = filter.since { conditions.add("e.occurredAt >= ?", since.milliseconds) }
    if let until = filter.until { conditions.add("e.occurredAt < ?", until.milliseconds) }
    return conditions
  }

  /// The short numbers of channels; one that is unknown matches nothing.
  func numbers(_ channels: [ChannelID]) -> [Int64] {
    registry.withLock { registry in channels.map { registry.channels[$0]?.number ?? -1 } }
  }

  package func dialog(
    ofMessage key: MessageKey, channel: ChannelID
  ) async throws(StoreError) -> DialogID? {
    let number = registered(channel).number
    return try await read { db in
      try Data.fetchOne(
        db,
        sql: """
          SELECT coalesce(e.dialog, h.dialog) FROM messageKey m
          LEFT JOIN event e ON e.id = m.event LEFT JOIN heldEvent h ON h.event = m.event
          WHERE m.channel = ? AND m.space = ? AND m.id = ?
          """, arguments: [number, key.space, key.id]
      ).map { DialogID(blob: Array($0)) }
    }
  }
}

extension EventRow {
  fileprivate init(_ row: GRDB.Row) {
    self.init(
      id: EventID(blob: Array(row["id"] as Data)), version: row["version"],
      occurredAt: Timestamp(milliseconds: row["occurredAt"]), bytes: Array(row["bytes"] as Data))
  }
}
