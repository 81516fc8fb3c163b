/// Counts calls by the second, so that those beyond a limit are refused.
struct CallGauge: Hashable, Sendable {
  private var second: Int64 = 0
  private var calls = 0

  /// Whether one more call in this second is within the limit.
  mutating func allows(at now: WallTime, limit: Int?) -> Bool {
    if now.seconds != second { (second, calls) = (now.seconds, 0) }
    calls += 1
    return calls <= limit ?? .max
  }
}
