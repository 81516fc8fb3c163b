import AdapterKit
import AdapterTesting
import EventModel
import Testing

@testable import TelegramAdapter

struct SettingsTests {
  @Test func theExampleIsAChannel() throws {
    let adapter = try TelegramAdapter.made(
      fromFile: "../channel.example.yaml",
      credentials: ["tg_token": Bot.token, "tg_webhook_secret": Bot.secret])

    #expect(adapter.identity.externalID == "7001002003")
    #expect(!adapter.isPolled)
  }

  @Test(arguments: [
    "token: nonsense", "token: \"0:abc\"", "token: \"12:\"", "token: \"12:a b\"",
    "token: \"12:a/../b\"", "token: \"12:ab\"\ntransport: webhook",
    "token: \"12:ab\"\nwebhook_secret: \"has space\"", "token: \"12:ab\"\ntranport: polling",
    "transport: polling",
  ])
  func refusesSettingsThatCannotWork(_ settings: String) {
    #expect(throws: (any Error).self) {
      try TelegramAdapter.made(from: "name: bot\ntype: tg\n\(settings)")
    }
  }
}
