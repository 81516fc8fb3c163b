import AdapterKit

/// Asks a platform who we are there, and tells it where to call us.
package struct Binding<Carrier: Transport>: Sendable {
  private let channel: ChannelRuntime
  private let transport: Carrier
  /// Where the platform should call; nil when it is not told.
  private let webhookURL: String?
  private let untilCallable: @Sendable () async -> Void

  /// - Parameter untilCallable: returns once calls are answered there: some platforms call at once,
  ///   and once only, to see whether it is us.
  package init(
    _ channel: ChannelRuntime, over transport: Carrier, webhookURL: String?,
    untilCallable: @escaping @Sendable () async -> Void
  ) {
    self.channel = channel
    self.transport = transport
    self.webhookURL = webhookURL
    self.untilCallable = untilCallable
  }

  /// Tries once; its supervisor tries again.
  package func run() async throws(SendFailure) {
    do throws(SendFailure) {
      let identity = try await channel.adapter.bind(over: transport)
      if let webhookURL, let adapter = channel.adapter as? any WebhookSubscribing {
        // Nothing comes before that, so the channel is not well.
        channel.report("the platform is being told where to call", in: "binding")
        channel.bind(as: identity)
        await untilCallable()
        try await adapter.subscribe(webhookURL, over: transport)
      } else {
        channel.bind(as: identity)
      }
      channel.report(nil, in: "binding")
    } catch {
      channel.report(error.error?.reason ?? "failed", in: "binding")
      throw error
    }
  }
}
