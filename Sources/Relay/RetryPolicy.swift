import EventModel

/// How long to wait before a thing that failed is tried again.
package struct RetryPolicy: Hashable, Sendable {
  package var first: Duration
  package var longest: Duration

  package init(first: Duration = .seconds(1), longest: Duration = .seconds(600)) {
    self.first = first
    self.longest = longest
  }

  /// The wait after the given attempt, from 1: doubled each time up to the longest, and of that
  /// a random half, so that those who failed together do not come back together.
  package func delay(
    after attempt: Int, using random: inout some RandomNumberGenerator
  ) -> Duration {
    let doublings = min(max(attempt, 1) - 1, 20)
    let whole = min(first * (1 << doublings), longest)
    return whole / 2 + whole / 2 * Double.random(in: 0...1, using: &random)
  }
}
