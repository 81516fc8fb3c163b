import AdapterKit
import EventModel
import Store
import Supervision

/// Asks a platform for news, one batch after the other, and journals each with its cursor.
package struct PollingWorker<Carrier: Transport, Inbox: Journal, Time: Clock<Duration>>: Sendable {
  private let adapter: any Polling
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let inbox: Inbox
  private let world: World<Time>

  /// A channel with more unread payloads is not asked for more.
  package static var mostUnread: Int { 10_000 }
  /// A platform that has no news and does not let us wait for them is asked no more often.
  package static var leastPause: Duration { .seconds(1) }

  package init(
    _ adapter: any Polling, of channel: ChannelRuntime, over transport: Carrier,
    into inbox: Inbox, in world: World<Time>
  ) {
    self.adapter = adapter
    self.channel = channel
    self.transport = transport
    self.inbox = inbox
    self.world = world
  }

  /// Polls until it is cancelled, or until a poll fails; its supervisor lets it rest then.
  package func run(_ pulse: Pulse) async throws {
    let fetched = Fetched(channel: channel.record.id, transport: "polling", now: world.now)
    // What is polled is one stream; a platform of several is listened to.
    var cursor = try await inbox.cursors(of: channel.record.id).values.first
    while !Task.isCancelled {
      pulse.rests()
      try await waitForRoom()
      let asked = world.clock.now
      let batch = try await poll(after: cursor)
      pulse.beat()
      channel.report(nil, in: "polling")
      try await fetched.keep(batch, in: inbox)
      cursor = batch.cursor ?? cursor
      if batch.items.isEmpty, asked.duration(to: world.clock.now) < Self.leastPause {
        pulse.rests()
        try await world.clock.sleep(for: Self.leastPause)
      }
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
      let heard = inbox.changes.rings
      guard try await inbox.backlog(of: channel.record.id).unread > Self.mostUnread,
        !Task.isCancelled
      else { return }
      await inbox.changes.wait(since: heard, atMost: Self.leastPause, on: world.clock)
    }
  }
}
