import JSON
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct FailingPlatformTests {
  @Test func aFailingPollerStopsNobodyAndComesBack() async throws {
    try await Stage.set([.telegramPolling, .vkCallback]) { stage in
      let faults: [Fault.Kind] = [.status(500), .dropBefore, .tokenRevoked]
      for (round, fault) in faults.enumerated() {
        let polled = Line(channel: .telegramPolling, person: 0, round: round)
        let called = Line(channel: .vkCallback, person: 0, round: round)

        stage.simulator.play(Fault(fault, match: "getUpdates"), onBot: ChannelUnderTest.bot)
        // It ends a poll that waits; the next one fails.
        try await Line(channel: .telegramPolling, person: 1, round: round).write(on: stage)
        try await eventually("the channel tells what is wrong") {
          let health = try await stage.api.health(of: ChannelUnderTest.telegramPolling.name)
          return health?["status"] == "degraded"
            && health?["degradation_reasons"]?.elements.first?.string?.hasPrefix("polling: ")
              == true
        }
        try await called.write(on: stage)
        try await stage.hears(called)
        #expect(try await stage.api.ask("/readyz").status == 200)

        try await polled.write(on: stage)
        try await stage.hears(polled)
        try await stage.isBound([.telegramPolling])
      }
    }
  }
}
