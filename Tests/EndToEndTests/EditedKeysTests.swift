import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// A text that is written anew leaves the keys under it, as they stand by then: Telegram takes them
/// away with every edit that does not name them.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EditedKeysTests {
  /// Longer than a key carries.
  private static let data = "order:" + String(repeating: "привет-", count: 20)

  @Test func theKeysOfTheLastEditOutliveTheNextText() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let sent = try await talk.offers("yes")
      #expect(stage.keys == [["Yes", "yes"]])

      let fresh: JSONValue = ["text": "Later", "callback_data": .string(Self.data), "row": 0]
      try await stage.edits(sent, ["buttons": [fresh]])
      let keys = stage.keys
      #expect(keys.map(\.first) == ["Later"] && keys.first?.last?.hasPrefix("~") == true)

      try await stage.edits(sent, ["content": "well, when?"])
      #expect(try await talk.arrived() == ["well, when?"])
      #expect(stage.keys == keys)
      try await talk.presses()
      #expect(try await talk.press()["button_click"]?["callback_data"]?.string == Self.data)

      try await stage.edits(sent, ["buttons": []])
      try await stage.edits(sent, ["content": "never mind"])
      #expect(stage.keys == [])
      #expect(try await talk.arrived() == ["never mind"])
    }
  }
}

extension Stage {
  /// The text and data of each key under our messages, as the other side sees them.
  fileprivate var keys: [[String]] {
    simulator.messages(ofBot: ChannelUnderTest.bot).flatMap { message in
      message.keyboard?["inline_keyboard"]?.elements.flatMap(\.elements) ?? []
    }.map { [$0["text"]?.string ?? "", $0["callback_data"]?.string ?? ""] }
  }

  /// Changes a message and waits until the platform has said yes.
  fileprivate func edits(_ message: JSONValue, _ change: JSONValue) async throws {
    let path = "/v1/messages/\(message.id)"
    let accepted = try await api.done(.PATCH, path, change)
    #expect(accepted["platform_edit_status"] == "pending")
    try await eventually("\(change) is done") {
      try await api.event(message.id).edit?["state"] != "pending"
    }
    #expect(try await api.event(message.id).edit?["state"] == "succeeded")
  }
}

extension JSONValue {
  /// What became of the last edit.
  fileprivate var edit: JSONValue? { self["message_interactions"]?["platform_edit"] }
}
