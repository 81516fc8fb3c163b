import JSON
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct CorrespondenceTests {
  @Test func threeHundredMessagesAreEachAnsweredOnce() async throws {
    try await Stage.set(Correspondence.channels) { stage in
      let correspondence = Correspondence(stage: stage)
      for round in 0..<Correspondence.rounds { try await correspondence.write(round: round) }
      let events = try await correspondence.inbound()
      for round in 0..<Correspondence.rounds {
        try await correspondence.answer(round: round, events)
      }
      let answers = try await correspondence.outbound()

      try await correspondence.check(answers)
      #expect(!answers.contains { $0.isUncertain })
    }
  }

  @Test func nothingIsLostOrDoubledByTenKills() async throws {
    try await Stage.set(Correspondence.channels) { stage in
      let correspondence = Correspondence(stage: stage)
      var moments = Moments(seed: 20_260_606)
      for round in 0..<Correspondence.rounds {
        let moment = moments.next(within: 300)
        try await correspondence.write(round: round) { try await stage.cutPower(after: moment) }
      }
      let events = try await correspondence.inbound()
      for round in 0..<Correspondence.rounds {
        let moment = moments.next(within: 600)
        try await correspondence.answer(round: round, events) {
          try await stage.cutPower(after: moment)
        }
      }
      let answers = try await correspondence.outbound()

      try await correspondence.check(answers)
      let held = answers.filter(\.isUncertain)
      #expect(held.allSatisfy { $0["platform_type"] != "vk" }, "VK drops repeats")
    }
  }
}

/// Moments that look random and are the same in every run.
private struct Moments {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next(within milliseconds: UInt64) -> Duration {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return .milliseconds((bits ^ (bits >> 31)) % milliseconds)
  }
}
