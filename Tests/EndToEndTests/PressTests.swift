import Foundation
import JSON
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct PressTests {
  static let channels: [ChannelUnderTest] = [.telegramWebhook, .vkCallback]
  /// Longer than any platform carries in a button.
  private static let data = "order:" + String(repeating: "привет-", count: 100)

  @Test(arguments: channels)
  func longDataIsAWordOnTheWayAndItselfInTheEvent(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      let sent = try await talk.offers(Self.data)
      #expect(sent["buttons"]?[0]?["callback_data"]?.string == Self.data)
      try await stage.cutPower(after: .zero)
      try await talk.presses()

      let press = try await talk.press()
      #expect(press["button_click"]?["callback_data"]?.string == Self.data)
      let carried = JSONWriter.bytes(of: try await stage.ledger(of: channel))
      #expect(!carried.contains("привет-"), "the platform carries a word for it")
    }
  }

  @Test(arguments: channels)
  func aPressThatNobodyAnswersIsAnsweredEmpty(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      _ = try await talk.offers("yes")
      let asked = Int64(Date().timeIntervalSince1970 * 1000)
      try await talk.presses()
      _ = try await talk.press()

      try await eventually("it is answered", within: .seconds(15)) { !talk.answers.isEmpty }
      let answer = try #require(talk.answers.first)
      let words = ["text", "event_data"].compactMap { answer.parameters[$0]?.string }
      #expect(words.allSatisfy { $0.isEmpty }, "\(words)")
      #expect((4_500...8_000).contains(answer.at.milliseconds - asked))
      #expect(talk.answers.count == 1)
    }
  }

  @Test(arguments: channels)
  func aPressIsAnsweredThoughTheDaemonWasKilled(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      _ = try await talk.offers("yes")
      try await talk.presses()
      _ = try await talk.press()
      try await stage.cutPower(after: .zero)

      try await eventually("it is answered", within: .seconds(20)) { talk.answers.count == 1 }
    }
  }
}

extension Talk {
  private var isVK: Bool { channel == .vkCallback }

  /// Sends a message with one button.
  func offers(_ data: String) async throws -> JSONValue {
    let button: JSONValue = ["text": "Yes", "callback_data": .string(data), "row": 0]
    return try await hasSaid(["content": "well?", "buttons": [button]])
  }

  /// The person presses it.
  func presses() async throws {
    let account = isVK ? "vk/\(ChannelUnderTest.group)" : "tg/\(ChannelUnderTest.bot)"
    let answer = try await stage.simulator.control(
      "\(account)/presses", ["from": .number("\(person)")])
    try #require(answer.status == 200, "\(answer.body)")
  }

  /// The event of the press.
  func press() async throws -> JSONValue {
    var found: JSONValue?
    try await eventually("the press is an event") {
      found = try await stage.api.events().first {
        $0.dialog == dialog && $0["action_type"] == "button_clicked"
      }
      return found != nil
    }
    return try #require(found)
  }

  /// The calls that answered a press, of anybody.
  var answers: [LoggedCall] {
    stage.simulator.calls(
      method: isVK ? "messages.sendMessageEventAnswer" : "answerCallbackQuery")
  }
}

extension Stage {
  /// The chats and presses of a platform's account, without its calls.
  func ledger(of channel: ChannelUnderTest) async throws -> JSONValue {
    let account =
      channel == .vkCallback ? "vk/\(ChannelUnderTest.group)" : "tg/\(ChannelUnderTest.bot)"
    let ledger = try await simulator.control("\(account)/ledger").body
    return ["chats": ledger["chats"] ?? .null, "presses": ledger["presses"] ?? .null]
  }
}
