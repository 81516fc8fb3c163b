import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter: WebhookSubscribing {
  package var isCalled: Bool { !isPolled }

  /// Has updates sent to `url`, and looks whether it is so: what Telegram cannot use of a list of
  /// kinds it leaves out without a word.
  ///
  /// The secret is told nowhere, so the webhook is set each time; pending updates stay.
  package func subscribe(
    _ url: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) {
    try await setWebhook(url, over: transport)
    let found = try await webhook(over: transport)
    guard let difference = found.difference(from: url, webhook) else { return }
    throw .rejected(
      DeliveryError(.setupFailed, "Telegram did not take the webhook as it is: \(difference)"))
  }

  /// Sets the webhook again when somebody has changed it, and says what Telegram complains of.
  package func inspect(
    _ url: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> String? {
    let found = try await webhook(over: transport)
    guard let difference = found.difference(from: url, webhook) else { return found.complaint }
    try await setWebhook(url, over: transport)
    let mended = try await webhook(over: transport)
    if let difference = mended.difference(from: url, webhook) {
      return "somebody keeps changing the webhook: \(difference)"
    }
    return "the webhook was changed by somebody and is set again: \(difference)"
  }

  private func setWebhook(
    _ url: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) {
    guard let webhookSecret else {
      throw .rejected(DeliveryError(.setupFailed, "a webhook needs a webhook_secret"))
    }
    var call = BotCall("setWebhook")
    call.set("url", url)
    call.set("secret_token", webhookSecret.reveal())
    call.set("max_connections", webhook.connections)
    call.set("ip_address", webhook.address)
    call.set("allowed_updates", UpdateKind.allCases.map(\.rawValue))
    var body = CallBody(call, []).body
    if let path = webhook.certificate { body = CallBody.form(call, try Certificate(at: path)) }
    _ = try await result(of: request(call.method, body), over: transport)
  }

  private func webhook(
    over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> WebhookState {
    WebhookState(try await call("getWebhookInfo", over: transport))
  }

  /// An absent list means the last one given, and an empty one all kinds but three.
  static func writeKinds(to writer: inout JSONWriter) {
    writer.member("allowed_updates", UpdateKind.allCases.map(\.rawValue))
  }
}
