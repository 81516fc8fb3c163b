import AdapterKit
import EventModel
import Store

/// Brings what was fetched into the journal's form.
struct Fetched: Sendable {
  let channel: ChannelID
  let transport: String
  let now: @Sendable () -> Timestamp

  func keep(_ batch: PollBatch, in inbox: some Journal) async throws(StoreError) {
    guard !batch.items.isEmpty || batch.cursor != nil else { return }
    let receivedAt = now()
    let payloads = batch.items.map { item in
      Payload(
        channel: channel, transport: transport, receivedAt: receivedAt, headers: item.headers,
        body: item.body)
    }
    try await inbox.keep(payloads, cursor: batch.cursor, of: channel)
  }
}
