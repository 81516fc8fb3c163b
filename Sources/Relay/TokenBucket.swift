import EventModel

/// A bound on a rate: tokens flow in evenly, each call takes one, and no more than a burst's worth is kept.
package struct TokenBucket: Hashable, Sendable {
  private let perSecond: Double
  private let burst: Double
  private var tokens: Double
  private var filledAt: Timestamp
  /// Nothing passes before this: the platform said so.
  private var closedUntil: Timestamp

  /// - Parameter burst: how many calls may go at once after a rest; one at least.
  package init(perSecond: Double, burst: Double, at now: Timestamp) {
    self.perSecond = max(perSecond, 0.001)
    self.burst = max(burst, 1)
    tokens = self.burst
    filledAt = now
    closedUntil = now
  }

  /// When the next call may go: `now` or earlier means at once.
  package func next(at now: Timestamp) -> Timestamp {
    let level = level(at: now)
    guard level < 1 else { return max(now, closedUntil) }
    let wait = ((1 - level) / perSecond * 1000).rounded(.up)
    return max(now.advanced(byMilliseconds: Int64(wait)), closedUntil)
  }

  package mutating func take(at now: Timestamp) {
    tokens = level(at: now) - 1
    filledAt = max(now, filledAt)
  }

  /// Lets nothing pass before `until`.
  package mutating func close(until: Timestamp) { closedUntil = max(closedUntil, until) }

  private func level(at now: Timestamp) -> Double {
    let elapsed = Double(max(0, now.milliseconds - filledAt.milliseconds)) / 1000
    return min(burst, tokens + elapsed * perSecond)
  }
}
