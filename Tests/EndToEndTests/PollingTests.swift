import JSON
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct PollingTests {
  private static let channels: [ChannelUnderTest] = [.vkLongPoll, .telegramPolling]
  private static let people = 4
  private static let rounds = 5

  private static func lines(of round: Int) -> [Line] {
    channels.flatMap { channel in
      (0..<people).map { Line(channel: channel, person: $0, round: round) }
    }
  }

  @Test func pollersGoOnWhereTheyWereWhenTheyWereKilled() async throws {
    try await Stage.set(Self.channels) { stage in
      // VK tells where its events begin; what was before that is nobody's business.
      try await eventually("VK has said where to ask") {
        !stage.simulator.calls(method: "groups.getLongPollServer").isEmpty
      }
      for line in Self.lines(of: 0) {
        try await line.write(on: stage)
        try await stage.hears(line)
      }
      for round in 1..<Self.rounds {
        for line in Self.lines(of: round) { try await line.write(on: stage) }
        try await stage.cutPower(after: .milliseconds(10 * round))
      }
      let lines = (0..<Self.rounds).flatMap(Self.lines(of:))

      try await eventually("every line is an event") {
        try await stage.api.events().filter(\.isInbound).count >= lines.count
      }

      let events = try await stage.api.events().filter(\.isInbound)
      #expect(events.map(\.text).sorted() == lines.map(\.text).sorted())
      for dialog in Dictionary(grouping: events, by: \.dialog).values {
        #expect(dialog.map(\.text) == dialog.map(\.text).sorted())
      }
    }
  }
}
