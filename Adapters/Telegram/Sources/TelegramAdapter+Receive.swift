import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter: WebhookReceiving, WebhookSubscribing {
  private static let secretHeader = "X-Telegram-Bot-Api-Secret-Token"

  /// Takes whatever carries our secret; without one in the settings nobody can prove anything.
  ///
  /// The answer is empty: a method call in it would be made, but nobody would tell us its result.
  package func receive(
    _ request: WebhookRequest, as identity: ChannelIdentity
  ) throws(WebhookRefusal) -> WebhookReception {
    let proofs = request.headers.filter {
      $0.name.utf8.count == Self.secretHeader.utf8.count
        && $0.name.lowercased() == Self.secretHeader.lowercased()
    }
    guard let webhookSecret, proofs.count == 1, let proof = proofs.first,
      webhookSecret.matches(proof.value.utf8)
    else { throw .unauthenticated }
    return WebhookReception(
      keeping: WebhookReception.Kept(body: request.body), answer: WebhookAnswer(body: ""))
  }

  package var isCalled: Bool { !isPolled }

  /// Has updates sent to `url`. Pending ones are kept, and every kind is asked for by its name.
  package func subscribe(
    _ url: String, over transport: some AdapterKit.Transport
  ) async throws(SendFailure) {
    guard let webhookSecret else {
      throw .rejected(DeliveryError(.setupFailed, "a webhook needs a webhook_secret"))
    }
    let body = JSONFragment.object {
      $0.member("url", url)
      $0.member("secret_token", webhookSecret.reveal())
      Self.writeKinds(to: &$0)
    }
    _ = try await call("setWebhook", body, over: transport)
  }

  /// An absent list means the last one given, and an empty one all kinds but three.
  static func writeKinds(to writer: inout JSONWriter) {
    writer.member("allowed_updates", UpdateKind.allCases.map(\.rawValue))
  }
}
