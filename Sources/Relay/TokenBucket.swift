import EventModel

/// A bound on a rate: tokens flow in evenly, each call takes one, and no more than a burst's worth
/// is kept.
package struct TokenBucket: Hashable, Sendable {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var filledAt: Timestamp
  /// Nothing passes before this: the platform said so.
  private var closedUntil: Timestamp?

  /// The slowest and the fastest pace that anybody means.
  private static let paces = 0.001...1_000_000

  /// - Parameter burst: how many calls may go at once after a rest; one at least.
  package init(perSecond: Double, burst: Double, at now: Timestamp) {
    let (slowest, fastest) = (Self.paces.lowerBound, Self.paces.upperBound)
    // What is no number fails every comparison and goes as slowly as can be.
    self.perSecond = perSecond > slowest ? min(perSecond, fastest) : slowest
    self.burst = burst > 1 ? min(burst, fastest) : 1
    tokens = self.burst
    filledAt = now
  }

  /// When the next call may go: `now` or earlier means at once.
  package func next(at now: Timestamp) -> Timestamp {
    let missing = max(0, 1 - level(at: now))
    let wait = (missing / perSecond * 1000).rounded(.up)
    let flowsIn = now.advanced(byMilliseconds: Int64(wait))
    return closedUntil.map { max(flowsIn, $0) } ?? flowsIn
  }

  /// How many calls may go at once.
  package func room(at now: Timestamp) -> Int {
    if let closedUntil, closedUntil > now { return 0 }
    return max(0, Int(level(at: now)))
  }

  /// A clock that was set back is believed: otherwise nothing would flow in until it caught up.
  package mutating func take(at now: Timestamp) {
    tokens = level(at: now) - 1
    filledAt = now
  }

  /// Lets nothing pass before `until`, and only one call then: the platform has just complained.
  package mutating func close(until: Timestamp) {
    if let closedUntil, closedUntil >= until { return }
    closedUntil = until
    tokens = 1
    filledAt = until
  }

  private func level(at now: Timestamp) -> Double {
    let elapsed = Double(max(0, now.milliseconds - filledAt.milliseconds)) / 1000
    return min(burst, tokens + elapsed * perSecond)
  }
}
