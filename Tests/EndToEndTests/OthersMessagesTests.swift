import JSON
import PlatformSimulator
import Testing

/// What leaves our side without us, and what comes back of our own.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct OthersMessagesTests {
  @Test func anOperatorOfVKIsSeenAndWeAreNotSeenTwice() async throws {
    try await Stage.set([.vkCallback]) { stage in
      let talk = try await stage.talk(on: .vkCallback)
      let ours = try await talk.hasSaid(["content": "from us"])
      let reply: JSONValue = [
        "type": "message_reply",
        "object": [
          "id": 990_001, "conversation_message_id": 990_001, "date": 1_790_000_000,
          "from_id": .number("-\(ChannelUnderTest.group)"), "peer_id": .number("\(talk.person)"),
          "admin_author_id": 777, "text": "from the operator", "out": 1, "random_id": 0,
          "attachments": [],
        ],
      ]
      _ = try await stage.simulator.control("vk/\(ChannelUnderTest.group)/events", reply)

      let theirs = try await stage.outbound("from the operator")
      #expect(theirs["sender"]?["type"] == "external_operator", "\(theirs["sender"] ?? .null)")
      #expect(theirs.dialog == talk.dialog && !theirs.isInbound)
      #expect(try await stage.outbound("from us").id == ours.id)
      #expect(try await talk.arrived() == ["from us"], "it is not sent once more")
      try await stage.streamedEachVersionOnce()
    }
  }

  @Test func aPostOfAChannelIsItsOwn() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let chat: JSONValue = ["id": .number("-1001234567890"), "type": "channel", "title": "News"]
      let post: JSONValue = [
        "channel_post": [
          "message_id": 7, "date": 1_790_000_000, "chat": chat, "sender_chat": chat,
          "text": "the news",
        ]
      ]
      _ = try await stage.simulator.control("tg/\(ChannelUnderTest.bot)/updates", post)

      let event = try await stage.outbound("the news")
      #expect(event["sender"]?["type"] == "channel", "\(event["sender"] ?? .null)")
      #expect(!event.isInbound)
    }
  }

  @Test func aLetterInSentIsAnOperatorsUnlessItIsOurs() async throws {
    try await Stage.set([.filingEmail]) { stage in
      let talk = try await stage.talk(on: .filingEmail)
      let ours = try await talk.hasSaid(["content": "from us"])
      let root = talk.line.letterID
      try await stage.mailroom.deliver(
        """
        From: \(ChannelUnderTest.mailbox)\r
        To: \(talk.address)\r
        Subject: Re: Order 0\r
        Message-ID: <by-hand@shop.test>\r
        In-Reply-To: \(root)\r
        References: \(root)\r
        Content-Type: text/plain; charset=utf-8\r
        \r
        from the operator\r

        """, into: ".Sent")

      let theirs = try await stage.outbound("from the operator")
      #expect(theirs["sender"]?["type"] == "external_operator", "\(theirs["sender"] ?? .null)")
      #expect(theirs.dialog == talk.dialog)
      #expect(try await stage.outbound("from us").id == ours.id)
      #expect(try await talk.arrived() == ["from us"])
      try await stage.streamedEachVersionOnce()
    }
  }
}

extension Stage {
  /// The one outbound event of that text.
  fileprivate func outbound(_ text: String) async throws -> JSONValue {
    var found: [JSONValue] = []
    try await eventually("\(text) is an event") {
      found = try await api.events().filter { $0.text == text && !$0.isInbound }
      return !found.isEmpty
    }
    #expect(found.count == 1, "\(text) is one event")
    return try #require(found.first)
  }
}
