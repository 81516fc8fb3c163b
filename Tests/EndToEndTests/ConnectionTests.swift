import JSON
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ConnectionTests {
  private static let connection = "Q9x7aZ1kUUk_AAAAbc1"

  /// The owner of a business account takes the bot out, and puts it back.
  @Test func nobodyWritesThroughAConnectionThatIsClosed() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      try await stage.connects(isEnabled: true)
      try await stage.orders(
        "messages",
        ["from": 501_000_009, "connection": .string(Self.connection), "text": "is it there?"])
      var asked: JSONValue?
      try await eventually("the client is heard") {
        asked = try await stage.api.events().first { $0.text == "is it there?" }
        return asked != nil
      }
      let dialog = try #require(asked).dialog
      let path = "/v1/dialogs/\(dialog)/messages"

      try await stage.connects(isEnabled: false)
      try await stage.hears(connections: 2)
      let refusal = try await stage.api.post(path, ["content": "yes"])
      #expect(refusal.status == 409)
      #expect(try refusal.json["error_type"] == "delivery.bot_removed")
      #expect(stage.simulator.calls(method: "sendMessage").isEmpty)

      try await stage.connects(isEnabled: true)
      try await stage.hears(connections: 3)
      let said = try await stage.api.accepted(["content": "yes"], in: dialog)
      let sent = try await stage.api.ended(said.id)
      #expect(sent.sending == "sent", "\(sent["error"] ?? .null)")
    }
  }
}

extension Stage {
  fileprivate func connects(isEnabled: Bool) async throws {
    try await orders(
      "connections",
      [
        "id": "Q9x7aZ1kUUk_AAAAbc1", "user": 501_000_007, "is_enabled": .bool(isEnabled),
      ])
  }

  fileprivate func hears(connections count: Int) async throws {
    try await eventually("\(count) changes of the connection are events") {
      try await api.events().filter {
        $0.tags.contains("tg:business_connection")
      }.count == count
    }
  }

  fileprivate func orders(_ topic: String, _ order: JSONValue) async throws {
    let answer = try await simulator.control("tg/\(ChannelUnderTest.bot)/\(topic)", order)
    try #require(answer.status == 200, "\(answer.body)")
  }
}
