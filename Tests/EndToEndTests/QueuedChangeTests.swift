import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct QueuedChangeTests {
  @Test func aMessageThatWaitsIsChangedAndTakenBackInTheQueue() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      talk.meets(.holdBefore, at: "sendMessage")
      let first = try await talk.say("first")
      try await stage.holds(one: "sendMessage", on: "tg/\(ChannelUnderTest.bot)")
      let second = try await talk.say("second")
      let third = try await talk.say("third")
      let edit = try await stage.api.done(
        .PATCH, "/v1/messages/\(second.id)", ["content": "second, better"])
      let gone = try await stage.api.done(.DELETE, "/v1/messages/\(third.id)")
      #expect(edit["platform_edit_status"] == "not_required")
      #expect(edit["platform_edit_reason"] == "platform_action_not_attempted")
      #expect(gone["platform_delete_status"] == "not_required")
      _ = try await stage.simulator.control("tg/\(ChannelUnderTest.bot)/release", [:])

      #expect(try await stage.api.ended(first.id).sending == "sent")
      #expect(try await stage.api.ended(second.id).sending == "sent")
      let taken = try await stage.api.ended(third.id)
      #expect(taken.sending == "failed" && taken.tags.contains("delivery:cancelled"))
      #expect(try await talk.arrived() == ["first", "second, better"])
      try await stage.streamedEachVersionOnce()
    }
  }

  /// The platform wanted no more messages for a while: nothing of it is there yet.
  @Test func aMessageThatWaitsForItsNextTryIsChanged() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      var fault = Fault(.tooMany, match: "sendMessage", retryAfter: 5)
      fault.chat = talk.person
      stage.simulator.play(fault, onBot: ChannelUnderTest.bot)
      let sent = try await talk.say("old")
      try await eventually("it waits for its next try") {
        try await stage.api.checkpoints(of: sent.id).last?["next_attempt_at"]?.string != nil
      }
      let edit = try await stage.api.done(
        .PATCH, "/v1/messages/\(sent.id)", ["content": "new"])
      #expect(edit["platform_edit_status"] == "not_required", "\(edit)")
      #expect(edit["platform_edit_reason"] == "platform_action_not_attempted")

      #expect(try await stage.api.ended(sent.id).sending == "sent")
      #expect(try await talk.arrived() == ["new"])
      #expect(talk.calls("sendMessage").count == 2)
      try await stage.streamedEachVersionOnce()
    }
  }

  /// FIELDS §10: what has no name at the platform cannot be edited there, and says so.
  @Test func whatMayHaveArrivedIsNotSentAnew() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talks = try await stage.talks(2, on: .telegramWebhook)
      talks[0].meets(.holdBefore, at: "sendMessage")
      talks[1].meets(.dropAfter, at: "sendMessage")
      let held = try await talks[0].say("old")
      try await stage.holds(one: "sendMessage", on: "tg/\(ChannelUnderTest.bot)")
      let lost = try await talks[1].say("old")
      #expect(try await stage.api.ended(lost.id).isUncertain)
      for message in [held, lost] {
        let edit = try await stage.api.done(
          .PATCH, "/v1/messages/\(message.id)", ["content": "new"])
        #expect(edit["platform_edit_status"] == "failed", "\(edit)")
        #expect(edit["platform_edit_reason"] == "missing_external_message_id")
      }
      _ = try await stage.simulator.control("tg/\(ChannelUnderTest.bot)/release", [:])
      #expect(try await stage.api.ended(held.id).sending == "sent")
      for talk in talks {
        #expect(try await talk.arrived() == ["old"])
        #expect(talk.calls("sendMessage").count == 1)
      }
    }
  }

  @Test func aMessageThatIsChangedInTheQueueKeepsItsManner() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      talk.meets(.holdBefore, at: "sendMessage")
      _ = try await talk.say("first")
      try await stage.holds(one: "sendMessage", on: "tg/\(ChannelUnderTest.bot)")
      let second = try await talk.say([
        "content": "so **bold**", "delivery_ref": try #require(talk.question["delivery_ref"]),
        "options": ["parse": "markdown", "silent": true, "disable_preview": true],
      ])
      let button: JSONValue = ["text": "Yes", "callback_data": "yes", "row": 0]
      _ = try await stage.api.done(
        .PATCH, "/v1/messages/\(second.id)", ["buttons": [button]])
      _ = try await stage.simulator.control("tg/\(ChannelUnderTest.bot)/release", [:])

      #expect(try await stage.api.ended(second.id).sending == "sent")
      let call = try #require(talk.calls("sendMessage").last)
      let said = JSONWriter.bytes(of: call.parameters)
      for word in [
        "so bold", "entities", "disable_notification", "is_disabled", "reply_parameters",
        "inline_keyboard",
      ] {
        #expect(said.contains(word), "\(word)")
      }
    }
  }
}
