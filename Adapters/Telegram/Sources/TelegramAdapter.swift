import AdapterKit
import EventModel
import JSON
import Settings

extension Platform {
  static let tg: Self = "tg"
}

/// A bot of Telegram.
package struct TelegramAdapter: ChannelAdapter {
  package static let platform = Platform.tg

  /// By which way updates come.
  enum Transport: String, CaseIterable, Sendable { case webhook, polling, auto }

  let token: Secret
  let webhookSecret: Secret?
  let transport: Transport
  let apiBase: String
  let acceptsBots: Bool
  /// What somebody is told whose payment nobody confirmed in time.
  let paymentRefusal: String
  let webhook: WebhookWishes

  package let identity: ChannelIdentity

  package init?(reading settings: inout SettingsReader) {
    let token = settings.secret("token")
    transport = settings.choice("transport", default: .auto)
    webhookSecret = settings.optionalSecret("webhook_secret")
    apiBase = settings.url("api_base", default: Self.publicServer)
    acceptsBots = settings.bool("accept_bots", default: false)
    paymentRefusal = settings.string("payment_refusal", default: Self.usualPaymentRefusal)
    webhook = WebhookWishes(reading: &settings)
    guard let token else { return nil }
    self.token = token
    guard let number = Self.number(of: token) else {
      settings.problem(
        "is no token of a bot", at: "token", help: "BotFather gives one: 123456:ABC…")
      return nil
    }
    identity = ChannelIdentity(externalID: number)
    check(&settings)
  }

  static let usualPaymentRefusal = "The payment could not be confirmed. Please try again later."

  package func bind(
    over transport: some AdapterKit.Transport
  ) async throws(SendFailure) -> ChannelIdentity {
    let me = try await call("getMe", over: transport)
    guard let number = me["id"].number else {
      throw .rejected(DeliveryError(.invalidToken, "getMe names no bot"))
    }
    return ChannelIdentity(
      externalID: number, name: me["first_name"].nonEmpty, username: me["username"].nonEmpty)
  }

  /// The bot's number stands before the colon of its token.
  private static func number(of token: Secret) -> String? {
    let parts = token.reveal().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int64(parts[0]), number > 0, !parts[1].isEmpty,
      parts[1].utf8.allSatisfy(isTokenLetter)
    else { return nil }
    return String(number)
  }

  private func check(_ settings: inout SettingsReader) {
    if transport == .webhook, webhookSecret == nil {
      settings.problem(
        "a webhook needs a webhook_secret", at: "transport",
        help: "1 to 256 of A-Z a-z 0-9 _ -, or transport: polling")
    }
    if let secret = webhookSecret?.revealBytes(),
      secret.count > 256 || !secret.allSatisfy(Self.isTokenLetter)
    {
      settings.problem("must be 1 to 256 of A-Z a-z 0-9 _ -", at: "webhook_secret")
    }
  }

  private static func isTokenLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
