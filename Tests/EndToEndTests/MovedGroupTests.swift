import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// A group becomes a supergroup, which counts its messages anew: the conversation goes on, and what
/// was said before is not taken for what has the same number now.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct MovedGroupTests {
  private static let group: Int64 = -4_001_001_001
  private static let supergroup: Int64 = -1_002_003_004_005

  private static let moves: JSONValue = [
    "id": .number("\(group)"), "migrate_to": .number("\(supergroup)"),
  ]

  @Test func theConversationGoesOnAndOldMessagesStayWhereTheyWere() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let asked = try await stage.writes("before", in: Self.group)
      let sent = try await stage.hasSaid(["content": "we are here"], in: asked.dialog)
      try await stage.orders("chats", Self.moves)
      try await eventually("the dialog has moved") {
        try await stage.api.get("/v1/dialogs/\(asked.dialog)")["external_dialog_id"]?.string?
          .hasSuffix("_\(Self.supergroup)") == true
      }

      let after = try await stage.writes("after", in: Self.supergroup)
      #expect(after.dialog == asked.dialog)
      let answer: JSONValue = [
        "content": "still here", "reply_to_event_id": .string(asked.id),
      ]
      let told = try await stage.hasSaid(answer, in: asked.dialog)
      #expect(told.tags.contains("degraded:quote=dropped"))
      let arrived = stage.simulator.messages(ofBot: ChannelUnderTest.bot)
        .filter { $0.chatID == Self.supergroup && $0.text == "still here" }
      #expect(arrived.map(\.replyTo) == [nil])

      for method in [HTTPMethod.PATCH, .DELETE] {
        let refusal = try await stage.api.call(
          method, "/v1/messages/\(sent.id)", method == .PATCH ? ["content": "gone?"] : nil)
        #expect((400..<500).contains(refusal.status), "\(refusal.text)")
        #expect(refusal.text.contains("the group that became this supergroup"))
      }
      let here: JSONValue = ["content": "still here", "reply_to_event_id": .string(after.id)]
      let quoting = try await stage.hasSaid(here, in: asked.dialog)
      #expect(!quoting.tags.contains("degraded:quote=dropped"))
    }
  }

  /// What was on its way to the old group when it moved.
  @Test func whatIsSentToTheOldGroupIsSentOn() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let asked = try await stage.writes("before", in: Self.group)
      stage.simulator.play(
        Fault(.holdBefore, match: "sendMessage", times: 1), onBot: ChannelUnderTest.bot)
      let said = try await stage.api.accepted(["content": "on my way"], in: asked.dialog)
      try await stage.holds(one: "sendMessage", on: "tg/\(ChannelUnderTest.bot)")
      try await stage.orders("chats", Self.moves)
      try await stage.orders("release", [:])

      let told = try await stage.api.ended(said.id)
      #expect(told.sending == "sent")
      let arrived = stage.simulator.messages(ofBot: ChannelUnderTest.bot)
        .filter { $0.text == "on my way" }
      #expect(arrived.map(\.chatID) == [Self.supergroup])
      let after = try await stage.writes("after", in: Self.supergroup)
      #expect(after.dialog == asked.dialog)
    }
  }

  /// No update names the message of a poll, nor its chat.
  @Test func aVoteInOurPollFindsItsMessage() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let poll: JSONValue = [
        "type": "poll",
        "poll": ["question": "When?", "options": ["today", "later"]],
      ]
      let sent = try await talk.hasSaid(["content": "", "attachments": [poll]])
      let message = try #require(
        stage.simulator.messages(ofBot: ChannelUnderTest.bot).last {
          $0.content["poll"] != nil
        })
      let id = try #require(message.content["poll"]?["id"])
      try await stage.orders(
        "updates",
        [
          "update_id": 990_000_001,
          "poll_answer": [
            "poll_id": id, "option_ids": [1], "option_persistent_ids": ["b"],
            "user": ["id": .number("\(talk.person)"), "is_bot": false, "first_name": "A"],
          ],
        ])

      var vote: JSONValue?
      try await eventually("the vote is an event") {
        vote = try await stage.api.events().first { $0["action_type"] == "poll_answer_changed" }
        return vote != nil
      }
      #expect(vote?.dialog == talk.dialog)
      #expect(vote?["target_id"]?.string == sent.id)
    }
  }
}

extension Stage {
  fileprivate func orders(_ topic: String, _ order: JSONValue) async throws {
    let answer = try await simulator.control("tg/\(ChannelUnderTest.bot)/\(topic)", order)
    try #require(answer.status == 200, "\(answer.body)")
  }

  /// Somebody writes into a chat; gives the event.
  fileprivate func writes(_ text: String, in chat: Int64) async throws -> JSONValue {
    try await orders(
      "messages", ["from": 501_000_009, "chat": .number("\(chat)"), "text": .string(text)])
    var found: JSONValue?
    try await eventually("\(text) is an event") {
      found = try await api.events().first { $0.text == text }
      return found != nil
    }
    return try #require(found)
  }

  fileprivate func hasSaid(_ body: JSONValue, in dialog: String) async throws -> JSONValue {
    let event = try await api.ended(try await api.accepted(body, in: dialog).id)
    try #require(event.sending == "sent", "\(event["error"] ?? .null)")
    return event
  }
}
