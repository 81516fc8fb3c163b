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
}
