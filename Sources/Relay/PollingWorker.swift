import AdapterKit
import EventModel
import Store
import Supervision

/// Asks a platform for news, one batch after the other, and journals each with its cursor.
package struct PollingWorker<Carrier: Transport, Journal: Store>: Sendable {
  private let adapter: any Polling
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let store: Journal
  private let now: @Sendable () -> Timestamp

  /// A channel with more unread payloads is not asked for more.
  private static var mostUnread: Int { 10_000 }

  package init(
    _ adapter: any Polling, of channel: ChannelRuntime, over transport: Carrier,
    into store: Journal,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.adapter = adapter
    self.channel = channel
    self.transport = transport
    self.store = store
    self.now = now
  }

  /// Polls until it is cancelled, or until a poll fails; its supervisor lets it rest then.
  package func run(_ pulse: Pulse) async throws {
    var cursor = try await store.cursors(of: channel.record.id).values.first
    while !Task.isCancelled {
      pulse.rests()
      try await waitForRoom()
      let batch = try await poll(after: cursor)
      pulse.beat()
      channel.report(nil, in: "polling")
      let journal = PollJournal(channel: channel.record.id, transport: "polling", now: now)
      try await journal.keep(batch, in: store)
      cursor = batch.cursor ?? cursor
    }
  }

  private func poll(after cursor: PollCursor?) async throws(SendFailure) -> PollBatch {
    do throws(SendFailure) {
      return try await adapter.poll(after: cursor, over: transport)
    } catch {
      if !Task.isCancelled { channel.report(error.error?.reason ?? "failed", in: "polling") }
      throw error
    }
  }

  private func waitForRoom() async throws {
    while true {
      let heard = store.changes.rings
      guard try await store.backlog(of: channel.record.id).unread > Self.mostUnread,
        !Task.isCancelled
      else { return }
      await store.changes.wait(since: heard)
    }
  }
}

/// Keeps a connection to a platform open and journals what comes over it.
package struct ListeningWorker<Carrier: Transport, Journal: Store>: Sendable {
  private let adapter: any Listening
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let store: Journal
  private let now: @Sendable () -> Timestamp

  package init(
    _ adapter: any Listening, of channel: ChannelRuntime, over transport: Carrier,
    into store: Journal, now: @escaping @Sendable () -> Timestamp
  ) {
    self.adapter = adapter
    self.channel = channel
    self.transport = transport
    self.store = store
    self.now = now
  }

  /// Listens until it is cancelled, or until the connection ends; its supervisor opens it anew.
  package func run(_ pulse: Pulse) async throws {
    pulse.rests()
    let cursors = try await store.cursors(of: channel.record.id)
    let journal = PollJournal(
      channel: channel.record.id, transport: adapter.transportName, now: now)
    do throws(SendFailure) {
      try await adapter.listen(from: cursors, over: transport) { (batch) throws(SendFailure) in
        channel.report(nil, in: "listening")
        do throws(StoreError) { try await journal.keep(batch, in: store) } catch {
          throw .unavailable(DeliveryError(.unknown, "the journal takes nothing: \(error)"))
        }
      }
    } catch {
      if !Task.isCancelled { channel.report(error.error?.reason ?? "failed", in: "listening") }
      throw error
    }
  }
}

/// Brings the items of a batch into the journal's form.
struct PollJournal: Sendable {
  let channel: ChannelID
  let transport: String
  let now: @Sendable () -> Timestamp

  func keep(_ batch: PollBatch, in store: some Store) async throws(StoreError) {
    guard !batch.items.isEmpty || batch.cursor != nil else { return }
    let receivedAt = now()
    let payloads = batch.items.map { item in
      Payload(
        channel: channel, transport: transport, receivedAt: receivedAt, headers: item.headers,
        body: item.body)
    }
    try await store.keep(payloads, cursor: batch.cursor, of: channel)
  }
}
