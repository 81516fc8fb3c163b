import AdapterKit
import EventModel
import Store
import Supervision

/// Keeps a connection to a platform open and journals what comes over it.
package struct ListeningWorker<Carrier: Transport, Inbox: Journal>: Sendable {
  private let adapter: any Listening
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let inbox: Inbox
  private let now: @Sendable () -> Timestamp

  package init(
    _ adapter: any Listening, of channel: ChannelRuntime, over transport: Carrier,
    into inbox: Inbox, now: @escaping @Sendable () -> Timestamp
  ) {
    self.adapter = adapter
    self.channel = channel
    self.transport = transport
    self.inbox = inbox
    self.now = now
  }

  /// Listens until it is cancelled, or until the connection ends; its supervisor opens it anew.
  package func run(_ pulse: Pulse) async throws {
    pulse.rests()
    let cursors = try await inbox.cursors(of: channel.record.id)
    let fetched = Fetched(
      channel: channel.record.id, transport: adapter.transportName, now: now)
    do throws(SendFailure) {
      try await adapter.listen(from: cursors, over: transport) { (batch) throws(SendFailure) in
        channel.report(nil, in: "listening")
        do throws(StoreError) { try await fetched.keep(batch, in: inbox) } catch {
          throw .unavailable(DeliveryError(.unknown, "the journal takes nothing: \(error)"))
        }
      }
    } catch {
      if !Task.isCancelled { channel.report(error.error?.reason ?? "failed", in: "listening") }
      throw error
    }
  }
}
