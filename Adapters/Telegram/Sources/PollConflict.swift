import AdapterKit
import EventModel

/// Why getUpdates was answered with 409: of the readers of one bot only one is heard.
struct PollConflict {
  let isWithWebhook: Bool

  /// Nil when the failure is another one.
  init?(_ failure: SendFailure) {
    guard let error = failure.error, error.code == "409" else { return nil }
    isWithWebhook = error.reason.lowercased().contains("webhook is active")
  }

  /// Polling is tried again after a rest; the words are the channel's state until then.
  var failure: SendFailure {
    .unavailable(
      DeliveryError(
        .unavailable, code: "409",
        isWithWebhook
          ? "conflict: the bot had a webhook, which is removed now"
          : "conflict: another program polls this bot; each of the two sees half of its updates"))
  }
}
