import AdapterKit
import AdapterTesting

@testable import TelegramAdapter

/// The bot of the test data.
enum Bot {
  static let token = "7001002003:AAExampleTokenOfNobody_0123456789abcd"
  static let secret = "webhook-secret_of-the-tests"
  static let identity = ChannelIdentity(
    externalID: "7001002003", name: "Поддержка", username: "channeld_demo_bot")

  static func adapter(_ settings: String...) throws -> TelegramAdapter {
    let lines = ["name: bot", "type: tg", "token: \"\(token)\""] + settings
    return try TelegramAdapter.made(from: lines.joined(separator: "\n"))
  }

  static func webhook() throws -> TelegramAdapter {
    try adapter("transport: webhook", "webhook_secret: \(secret)")
  }
}

extension TransferRequest {
  /// The last part of the address.
  var method: String { url.text.split(separator: "/").last.map(String.init) ?? "" }
}
