import AdapterKit
import Settings

extension TelegramAdapter {
  /// No bot has the number 0, so nobody in a payload is taken for us.
  package static var forReading: TelegramAdapter? {
    Secret("0:none").map { TelegramAdapter(ofNobody: $0) }
  }

  private init(ofNobody token: Secret) {
    self.token = token
    webhookSecret = nil
    transport = .polling
    apiBase = Self.publicServer
    acceptsBots = false
    paymentRefusal = Self.usualPaymentRefusal
    webhook = .none
    identity = ChannelIdentity(externalID: "0")
  }
}
