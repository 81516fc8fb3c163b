import AdapterKit
import EventModel
import GRDB
import JSON
import Store
import Synchronization

extension SQLiteStore {
  package func known(_ event: EventID) async throws(StoreError) -> KnownRow? {
    let (registry, parts) = (registry.withLock { $0 }, StoreParts(self))
    return try await loop.perform { (writer) throws(StoreError) in
      let number = try writer.first(
        """
        SELECT channel FROM event WHERE id = ?1
        UNION ALL SELECT channel FROM heldEvent WHERE event = ?1
        """, event.blob
      ) { $0.optionalInt(0) }
      guard let registered = registry.channels.values.first(where: { $0.number == number }) else {
        return nil
      }
      return try Self.known(event, in: registered, at: parts.now(), writer)
    }
  }

  package func known(
    _ key: MessageKey, in channel: ChannelID
  ) async throws(StoreError) -> KnownRow? {
    let (registered, parts) = (registered(channel), StoreParts(self))
    return try await loop.perform { (writer) throws(StoreError) in
      let state = SQLiteLedgerState(writer, of: registered, at: parts.now())
      guard let event = try state.event(of: key) else { return nil }
      return try Self.known(event, in: registered, at: parts.now(), writer)
    }
  }

  package func isClosed(
    _ address: Dialog.Address, in channel: ChannelID
  ) async throws(StoreError) -> Bool {
    let number = registered(channel).number
    return try await read { db in
      try address.starts.contains { start in
        try Int64.fetchOne(
          db, sql: "SELECT 1 FROM closedReach WHERE channel = ? AND start = ?",
          arguments: [number, start]) != nil
      }
    }
  }

  private static func known(
    _ id: EventID, in registered: RegisteredChannel, at now: Timestamp, _ writer: Writer
  ) throws(StoreError) -> KnownRow? {
    let state = SQLiteLedgerState(writer, of: registered, at: now)
    let outbox = OutboxTable(writer: writer, channel: registered.number, now: now)
    guard let event = try state.newest(of: id) else { return nil }
    let keys = try writer.all(
      "SELECT space, id FROM messageKey WHERE event = ? AND place >= 0 ORDER BY place", id.blob
    ) { MessageKey(space: $0.text(0), id: $0.text(1)) }
    let sent = try writer.all(
      "SELECT request, messages FROM part WHERE operation = ? AND state = ? ORDER BY number",
      id.blob, PartState.sent.rawValue
    ) { row in
      SentPart(
        JSONFragment(trusted: row.blob(0)), messages: Column.keys(row.optionalBlob(1)))
    }
    let document: Dialog? =
      if let dialog = event.scope.dialog {
        try state.document(of: dialog)
      } else {
        nil
      }
    var isUntouched = false
    if let operation = try outbox.operation(id), operation.state == .open {
      isUntouched = try registered.unsent.isUntouched(operation, outbox)
    }
    var known = KnownRow(
      event, KnownMessage(event, keys: keys, parts: sent), in: registered.record.id,
      at: document?.address, isUntouched: isUntouched)
    if isUntouched { known.manner = try outbox.manner(of: id) }
    return known
  }
}
