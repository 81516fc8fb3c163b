import AdapterKit
import EventModel
import JSON
import Settings

extension TelegramAdapter: WebhookReceiving {
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
}
