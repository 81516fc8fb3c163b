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

  /// One after the other: no platform says in whose conversation a press was answered.
  @Test(arguments: PressTests.channels)
  func whoAnswersLearnsWhatBecameOfIt(on channel: ChannelUnderTest) async throws {
    let troubles: [Trouble] = [
      .success, .flood, .serverError, .lostBefore, .lostAfter, .refused,
    ]
    try await Stage.set([channel]) { stage in
      for (talk, trouble) in zip(try await stage.talks(troubles.count, on: channel), troubles) {
        _ = try await talk.offers("yes")
        try await talk.presses()
        let path = "/v1/interactions/\(try await talk.press().id)/answer"
        talk.answering(goesWrongBy: trouble)

        let first = try await stage.api.call(.POST, path, ["text": "done"])
        switch trouble {
        case .success: #expect(first.status == 200, "\(trouble): \(first.text)")
        case .flood: #expect(first.status == 429, "\(trouble): \(first.text)")
        case .refused: #expect(first.status == 410, "\(trouble): \(first.text)")
        default: #expect(first.status == 504, "\(trouble): \(first.text)")
        }
        // It may be said again; a platform that has taken an answer takes no other.
        let isOver = [.success, .refused, .lostAfter].contains(trouble)
        let again = try await stage.api.call(.POST, path, ["text": "done"])
        #expect(again.status == (isOver ? 410 : 200), "\(trouble): \(again.text)")
      }
    }
  }
}

extension Talk {
  fileprivate func answering(goesWrongBy trouble: Trouble) {
    let isVK = channel == .vkCallback
    let kind: Fault.Kind? =
      switch trouble {
      case .flood: .tooMany
      case .serverError: isVK ? .vkError(10) : .status(500)
      case .lostBefore: .dropBefore
      case .lostAfter: .dropAfter
      case .refused:
        isVK ? .vkError(100) : .telegramError(400, "Bad Request: query is too old")
      default: nil
      }
    guard let kind else { return }
    let method = isVK ? "messages.sendMessageEventAnswer" : "answerCallbackQuery"
    if isVK {
      stage.simulator.play(Fault(kind, match: method), onCommunity: ChannelUnderTest.group)
    } else {
      stage.simulator.play(Fault(kind, match: method), onBot: ChannelUnderTest.bot)
    }
  }
}
