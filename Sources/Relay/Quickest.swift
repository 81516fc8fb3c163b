/// The shortest of the last so many times, in milliseconds.
struct Quickest: Sendable {
  /// So many make a run; this one and the one before it count.
  private static let run = 64

  private var (last, current) = (Int64.max, Int64.max)
  private var count = 0

  /// Nothing is shorter than nothing, and of nothing the shortest is zero.
  var value: Int64 { count == 0 && last == .max ? 0 : max(0, min(last, current)) }

  mutating func note(_ time: Int64) {
    if count == Self.run { (last, current, count) = (current, .max, 0) }
    current = min(current, time)
    count += 1
  }
}
