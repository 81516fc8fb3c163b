import Testing

@testable import Relay

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(first: .seconds(1), longest: .seconds(600))

  @Test(arguments: [
    (attempt: 1, from: 0.5, to: 1.0), (2, 1, 2), (3, 2, 4), (10, 256, 512), (11, 300, 600),
    (1000, 300, 600), (.max, 300, 600), (0, 0.5, 1), (.min, 0.5, 1),
  ])
  func theWaitDoublesUpToTheLongest(attempt: Int, from: Double, to: Double) {
    var low = Chance.least
    var high = Chance.most

    #expect(policy.delay(after: attempt, using: &low) == .seconds(from))
    #expect(policy.delay(after: attempt, using: &high) == .seconds(to))
  }

  @Test func thoseWhoFailedTogetherComeBackApart() {
    var random = SystemRandomNumberGenerator()
    let delays = Set((1...100).map { _ in policy.delay(after: 5, using: &random) })

    #expect(delays.count > 50)
  }
}

/// Always the same number.
struct Chance: RandomNumberGenerator {
  /// What makes the least number of a range; of 0 the library would ask again for ever.
  static let least = Chance(number: 1)
  static let most = Chance(number: .max)

  fileprivate let number: UInt64

  mutating func next() -> UInt64 { number }
}
