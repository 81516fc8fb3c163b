import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// What nobody knows the outcome of is decided by hand.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct DecisionTests {
  @Test(arguments: [PowerCutTests.Moment.written, .done])
  func whatIsHeldIsSentAgainOrTakenAsSent(cutWhen moment: PowerCutTests.Moment) async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let ids = try await talk.isCutOff(moment, at: "sendMessage")
      let held = try await stage.api.ended(ids[0])
      try #require(held.isUncertain)
      let dead = try await stage.api.get("/v1/dead-letters")
      #expect(JSONWriter.bytes(of: dead).contains(held.id))

      let path = "/v1/messages/\(held.id)"
      _ = try await stage.api.done(.POST, path + (moment == .done ? "/assume-sent" : "/retry"))
      try await eventually("\(held.id) is sent by hand") {
        try await stage.api.event(held.id).sending == "sent"
      }
      let after = try await stage.api.event(held.id)
      #expect(after.version > held.version && !after.isUncertain)
      let again = try await stage.api.call(.POST, "\(path)/retry")
      #expect(again.status == 409, "what was sent is not sent again")
      try await eventually("those behind it arrive") {
        try await talk.arrived().count >= PowerCutTests.texts.count
      }
      #expect(try await talk.arrived().sorted() == PowerCutTests.texts.sorted(), "each once")
      try await stage.streamedEachVersionOnce()
    }
  }

  @Test func whatWaitsIsTakenBackAndWhatFailedIsTriedAgain() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      talk.meets(.telegramError(403, "Forbidden: bot was blocked by the user"), at: "sendMessage")
      let failed = try await stage.api.ended(try await talk.say("late").id)
      #expect(failed.sending == "failed")
      _ = try await stage.api.done(.POST, "/v1/messages/\(failed.id)/retry")
      try await eventually("it is sent") {
        try await stage.api.event(failed.id).sending == "sent"
      }
      let cancelled = try await stage.api.call(.POST, "/v1/messages/\(failed.id)/cancel")
      #expect(cancelled.status == 409)
      #expect(try await talk.arrived() == ["late"])
    }
  }
}
