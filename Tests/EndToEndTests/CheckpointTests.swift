import JSON
import Testing

/// The steps of a message tell what happened to it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct CheckpointTests {
  @Test(arguments: MessageTableTests.channels)
  func theStepsSayHowOftenItWasTriedAndHowItEnded(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talks = try await stage.talks(Trouble.allCases.count, on: channel)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (trouble, talk) in zip(Trouble.allCases, talks) {
          group.addTask { try await Self.check(trouble, talk) }
        }
        try await group.waitForAll()
      }
    }
  }

  private static func check(_ trouble: Trouble, _ talk: Talk) async throws {
    try await trouble.happens(to: .plain, in: talk)
    let id = try await talk.say(try await MessageKind.plain.body(in: talk)).id
    let verdict = trouble.verdict(on: .plain, in: talk.channel)
    let last =
      switch verdict.end {
      case .sent, .degraded: "sent"
      case .failed: "failed"
      case .uncertain: "uncertain"
      case .waiting: "queued"
      }
    try await eventually("\(trouble) on \(talk.channel) is \(last)") {
      let steps = try await talk.stage.api.checkpoints(of: id)
      return steps.last?["state"]?.string == last
        && steps.contains { $0["state"] == "sending_to_platform" }
    }
    let steps = try await talk.stage.api.checkpoints(of: id)
    let states = steps.compactMap { $0["state"]?.string }
    #expect(states.first == "queued", "\(trouble): \(states)")
    #expect(states.count { $0 == "sending_to_platform" } == verdict.attempts, "\(states)")
    let times = steps.compactMap { $0["at"]?.string }
    #expect(times.count == steps.count && times == times.sorted(), "\(times)")
    if verdict.end == .waiting {
      #expect(steps.last?["error_type"] == "delivery.rate_limit")
      #expect(steps.last?["next_attempt_at"]?.string != nil)
    }
    for secret in Secrets.all {
      #expect(!JSONWriter.bytes(of: JSONValue.array(steps)).contains(secret))
    }
  }
}
