import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// Presses that somebody answers.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct AnswerTests {
  @Test(arguments: PressTests.channels)
  func anAnsweredPressIsNotAnsweredAgain(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talks = try await stage.talks(2, on: channel)
      for talk in talks {
        _ = try await talk.offers("yes")
        try await talk.presses()
      }
      let press = try await talks[0].press()
      _ = try await talks[1].press()
      let answer = try await stage.api.call(
        .POST, "/v1/interactions/\(press.id)/answer", ["text": "done"])
      #expect(answer.status == 200, "\(answer.text)")
      #expect(JSONWriter.bytes(of: try await stage.ledger(of: channel)).contains("done"))
      let again = try await stage.api.call(
        .POST, "/v1/interactions/\(press.id)/answer", ["text": "again"])
      #expect(again.status == 410, "\(again.text)")

      // The other press, which came later, is answered for us: so the first was left alone.
      try await eventually("the other is answered", within: .seconds(15)) {
        talks[0].answers.count == 2
      }
      #expect(!JSONWriter.bytes(of: try await stage.ledger(of: channel)).contains("again"))
    }
  }

  @Test(arguments: PressTests.channels)
  func anAnswerThatComesTooLateIsRefused(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      _ = try await talk.offers("yes")
      try await talk.presses()
      let press = try await talk.press()
      try await eventually("it is answered", within: .seconds(15)) { !talk.answers.isEmpty }

      let late = try await stage.api.call(
        .POST, "/v1/interactions/\(press.id)/answer", ["text": "late"])
      #expect(late.status == 410, "\(late.text)")
      #expect(talk.answers.count == 1)
    }
  }
}
