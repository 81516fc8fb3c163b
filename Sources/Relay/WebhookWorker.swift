import AdapterKit
import Supervision

/// Looks again and again whether a platform still calls us.
package struct WebhookWorker<Carrier: Transport, Time: Clock<Duration>>: Sendable {
  private let adapter: any WebhookSubscribing
  private let url: String
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let clock: Time

  /// From one look to the next.
  package static var pause: Duration { .seconds(60) }

  package init(
    _ adapter: any WebhookSubscribing, at url: String, of channel: ChannelRuntime,
    over transport: Carrier, on clock: Time
  ) {
    self.adapter = adapter
    self.url = url
    self.channel = channel
    self.transport = transport
    self.clock = clock
  }

  /// Looks until it is cancelled; a look that fails is trouble of the channel and no end.
  package func run(_ pulse: Pulse) async throws {
    while !Task.isCancelled {
      pulse.rests()
      try await clock.sleep(for: Self.pause)
      // Before it is bound the binding tells what is wrong.
      guard channel.health.isBound else { continue }
      await look()
      pulse.beat()
    }
  }

  func look() async {
    do throws(SendFailure) {
      channel.report(try await adapter.inspect(url, over: transport), in: "webhook")
    } catch {
      if !Task.isCancelled { channel.report(error.error?.reason ?? "failed", in: "webhook") }
    }
  }
}
