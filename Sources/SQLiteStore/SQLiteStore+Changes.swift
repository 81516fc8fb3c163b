import EventModel
import Foundation
import GRDB
import Store
import Synchronization

extension SQLiteStore {
  package func changes(
    after seq: Int64, limit: Int
  ) async throws(StoreError) -> [ChangeRow] {
    let channels = registry.withLock { registry in
      Dictionary(
        registry.channels.map { ($0.value.number, $0.key) }, uniquingKeysWith: { first, _ in first }
      )
    }
    return try await read { db in
      let rows = try GRDB.Row.fetchAll(
        db,
        sql: """
          SELECT seq, kind, channel, dialog, bytes, dialogState FROM change
          WHERE seq > ? ORDER BY seq LIMIT ?
          """, arguments: [seq, limit])
      return rows.map { row in
        ChangeRow(
          seq: row["seq"], kind: row["kind"],
          channel: (row["channel"] as Int64?).flatMap { channels[$0] },
          dialog: (row["dialog"] as Data?).map { DialogID(blob: Array($0)) },
          event: Array(row["bytes"] as Data),
          dialogState: (row["dialogState"] as Data?).map { Array($0) })
      }
    }
  }

  package func changeRange() async throws(StoreError) -> (oldest: Int64, newest: Int64) {
    try await read { db in
      let row = try GRDB.Row.fetchOne(db, sql: "SELECT min(seq) AS a, max(seq) AS b FROM change")
      return (oldest: row?["a"] ?? 0, newest: row?["b"] ?? 0)
    }
  }
}
