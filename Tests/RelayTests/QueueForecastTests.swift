import AdapterKit
import EventModel
import Testing

@testable import Relay

@Suite struct QueueForecastTests {
  private let now = Timestamp(seconds: 1_800_000_000)
  private let pace = Pace(Rate(30, per: .seconds(1)), chat: Rate(1, per: .seconds(1)))

  private func forecast(_ parts: Int, _ lane: Int, closed: Duration? = nil) -> QueueForecast {
    QueueForecast(
      parts: parts, longestLane: lane, pace: pace, closedUntil: closed.map { now.advanced(by: $0) },
      at: now)
  }

  @Test func whatBoundsMostCounts() {
    #expect(forecast(0, 0).seconds == 0)
    #expect(forecast(25_200, 10).seconds == 840)
    #expect(forecast(100, 100).seconds == 100)
    #expect(forecast(30, 1, closed: .seconds(60)).seconds == 61)
    #expect(forecast(0, 0, closed: .seconds(60)).seconds == 0)
    #expect(forecast(25_200, 10).emptiesAt == now.advanced(by: .seconds(840)))
  }

  @Test func peopleReadItInTheirUnits() {
    let texts = [0, 30, 89, 840, 7200, 200_000].map { forecast(0, $0).seconds }
    #expect(texts == [0, 30, 89, 840, 7200, 200_000])
    #expect(
      [0, 30, 840, 7200, 200_000].map { forecast(0, $0).text }
        == ["now", "~30 s", "~14 min", "~2 h", "~2 d"])
  }

  @Test func noNumbersTrap() {
    #expect(forecast(.max, .max).seconds <= 1_000_000_000)
    #expect(forecast(.min, .min).seconds == 0)
  }
}
