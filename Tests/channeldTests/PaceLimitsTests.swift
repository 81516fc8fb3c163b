import AdapterKit
import Settings
import Testing

@testable import channeld

@Suite struct PaceLimitsTests {
  private let platforms = Pace(
    Rate(30, per: .seconds(1)), chat: Rate(1, per: .seconds(1)), group: Rate(20, per: .seconds(60)))

  private func pace(_ text: String) throws -> Pace {
    let limits = SettingsFile.parse(text).read { PaceLimits(reading: &$0) }
    return try #require(limits).applied(to: platforms)
  }

  @Test func whatIsNotSaidStaysAsThePlatformHasIt() throws {
    #expect(try pace("per_second: 5").channel == Rate(5, per: .seconds(1)))
    #expect(try pace("per_second: 5").chat == platforms.chat)
    #expect(try pace("per_second: 5").group == platforms.group)
    #expect(try pace("per_chat_per_second: 3").channel == platforms.channel)
  }

  @Test func eachKeyIsABoundOfItsOwn() throws {
    var platforms = platforms
    platforms.methods = ["sendPoll": Rate(2, per: .seconds(1))]
    let limits = SettingsFile.parse(
      "per_second: 10000\nper_chat_per_second: 2\nper_group_per_minute: 1"
    ).read { PaceLimits(reading: &$0) }
    let pace = try #require(limits).applied(to: platforms)

    #expect(pace.channel == Rate(10_000, per: .seconds(1)))
    #expect(pace.chat == Rate(2, per: .seconds(1)))
    #expect(pace.group == Rate(1, per: .seconds(60)))
    #expect(pace.methods == platforms.methods)
  }

  @Test(
    arguments: ["per_second", "per_chat_per_second", "per_group_per_minute"],
    ["0", "-1", "10001", "fast", "1.5"])
  func whatIsNoRateIsAProblemThatNamesItsKey(_ key: String, _ value: String) {
    let file = SettingsFile.parse("\(key): \(value)")
    #expect(file.read { PaceLimits(reading: &$0) } == nil)
    #expect(file.problems.count == 1)
    #expect(file.problems.first?.line == 1)
  }
}
