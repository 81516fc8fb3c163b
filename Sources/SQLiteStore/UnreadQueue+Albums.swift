import AdapterKit
import EventModel
import Store

/// Albums that are kept back until they are whole.
extension UnreadQueue {
  /// When the next album counts as whole.
  package func nextDue() async throws(StoreError) -> Timestamp? {
    let known = store.albums.held(of: channel)
    guard !known.isEmpty else { return nil }
    let held = try await loop.perform { [channel] (writer) throws(StoreError) in
      try writer.all("SELECT event, dueAt FROM heldEvent WHERE channel = ?", channel) {
        (event: EventID(blob: $0.blob(0)), dueAt: $0.time(1))
      }
    }
    store.albums.forget(known.subtracting(held.map(\.event)))
    return held.map(\.dueAt).min()
  }

  /// Records the albums that are whole by now.
  func releaseDue() async throws(StoreError) {
    let now = store.now()
    let due = store.albums.due(of: channel, at: now)
    guard !due.isEmpty else { return }
    try await loop.perform { [self] (writer) throws(StoreError) in
      var ledger = Ledger(
        over: SQLiteLedgerState(writer, channel: channel, record, store.albums, at: now),
        of: record, as: ChannelIdentity(externalID: ""), at: now, ids: store.ids)
      for event in due { try ledger.release(event) }
    }
    store.albums.forget(due)
    store.changes.ring()
  }
}
