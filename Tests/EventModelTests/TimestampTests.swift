import EventModel
import JSON
import Testing

struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("1969-12-31T23:59:59.999Z", -1),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
      ("2000-02-29T12:00:00Z", 951_825_600_000),
      ("1900-03-01T00:00:00Z", -2_203_891_200_000),
      ("2024-02-29T23:59:59.5Z", 1_709_251_199_500),
      ("2024-12-31T23:59:59.999999999Z", 1_735_689_599_999),
      ("2025-12-25T10:00:00Z", 1_766_656_800_000),
      ("2019-08-24T14:15:22.123Z", 1_566_656_122_123),
      ("2019-08-24T14:15:22.12Z", 1_566_656_122_120),
      ("2019-08-24T17:15:22.123+03:00", 1_566_656_122_123),
      ("2019-08-24T08:45:22.123-05:30", 1_566_656_122_123),
      ("2019-08-24t14:15:22.123z", 1_566_656_122_123),
      ("2019-08-24 14:15:22.1234+00:00", 1_566_656_122_123),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000),
      ("2026-01-01T00:30:00+14:00", 1_767_177_000_000),
    ] as [(String, Int64)])
  func readsATimeAndKeepsItsSpelling(_ text: String, _ milliseconds: Int64) throws {
    let time = try #require(Timestamp(parsing: text))

    #expect(time.milliseconds == milliseconds)
    #expect(time.description == text)
  }

  @Test(arguments: [
    "", "2019-08-24", "2019-08-24T14:15:22", "2019-08-24T14:15Z", "2019-8-24T14:15:22Z",
    "2019-13-01T00:00:00Z", "2019-00-01T00:00:00Z", "2019-01-00T00:00:00Z", "2019-01-32T00:00:00Z",
    "2019-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2019-04-31T00:00:00Z",
    "2019-01-01T24:00:00Z", "2019-01-01T00:60:00Z", "2019-01-01T00:00:61Z",
    "2019-01-01T00:00:00.Z", "2019-01-01T00:00:00.1234567890Z", "2019-01-01T00:00:00+24:00",
    "2019-01-01T00:00:00+0300", "2019-01-01T00:00:00+03", "0000-01-01T00:00:00Z",
    "-001-01-01T00:00:00Z", "2019-01-01T00:00:00ZZ", " 2019-01-01T00:00:00Z",
    "２019-01-01T00:00:00Z",
  ])
  func refusesWhatIsNoTime(_ text: String) {
    #expect(Timestamp(parsing: text) == nil)
  }

  @Test(
    arguments: [
      (946_684_800, "2000-01-01T00:00:00.000Z"),
      (951_782_399, "2000-02-28T23:59:59.000Z"),
      (951_782_400, "2000-02-29T00:00:00.000Z"),
      (1_709_164_800, "2024-02-29T00:00:00.000Z"),
      (1_735_689_599, "2024-12-31T23:59:59.000Z"),
      (4_102_444_800, "2100-01-01T00:00:00.000Z"),
      (0, "2000-01-01T00:00:00.000Z"),
      (.min, "2000-01-01T00:00:00.000Z"),
      (.max, "2100-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func writesThreeDigitsAndBelievesNoImpossibleClock(_ seconds: Int64, _ text: String) {
    #expect(Timestamp(seconds: seconds).description == text)
  }

  @Test func everyDayComesBackAsItWas() throws {
    let day: Int64 = 86_400_000
    var milliseconds: Int64 = 946_684_800_000 + 123
    while milliseconds < 4_102_444_800_000 {
      let time = Timestamp(milliseconds: milliseconds)
      #expect(Timestamp(parsing: time.description)?.milliseconds == milliseconds)
      milliseconds += day
    }
  }

  @Test func momentsCompareByInstantAndNotBySpelling() throws {
    let here = try #require(Timestamp(parsing: "2019-08-24T17:15:22+03:00"))
    let there = try #require(Timestamp(parsing: "2019-08-24T14:15:22.000Z"))

    #expect(here == there)
    #expect(Set([here, there]).count == 1)
    #expect(here < there.advanced(byMilliseconds: 1))
    #expect(there.advanced(byMilliseconds: .max).description == "2100-01-01T00:00:00.000Z")
  }
}
