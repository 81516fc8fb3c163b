import JSON

/// How many calls there may be in any stretch of time of one length, and how well that was kept.
struct RateWindow: Hashable, Sendable {
  /// Chats that are looked after at a time; those that have been silent make room.
  private static let mostKeys = 10_000
  /// Calls remembered for one chat; more than that within a window need not be told apart.
  private static let mostTimes = 5_000

  /// The times of calls within the last window, in milliseconds.
  private struct Times: Hashable, Sendable {
    var accepted: [Int64] = []
    var all: [Int64] = []

    mutating func forget(before start: Int64) {
      accepted.removeAll { $0 <= start }
      all.removeAll { $0 <= start }
    }
  }

  let name: String
  let length: Int64
  let limit: Int
  private var times: [Int64: Times] = [:]
  private var calls = 0
  private var refused = 0
  /// The most calls that any window has seen, those that were refused too.
  private var peak = 0
  private var peakKey: Int64?
  /// How often a call was so many over the limit.
  private var over: [Int: Int] = [:]

  init(name: String, length: Int64, limit: Int) {
    self.name = name
    self.length = length
    self.limit = limit
  }

  /// The wait in milliseconds until `count` more are within the limit; nil when they are now.
  /// A count above the limit itself is let through alone.
  mutating func wait(for count: Int, of key: Int64, at now: Int64) -> Int64? {
    times[key, default: Times()].forget(before: now &- length)
    let accepted = times[key]?.accepted ?? []
    let room = max(0, limit - count)
    guard accepted.count > room else { return nil }
    let leaving = accepted[accepted.count - room - 1]
    return max(1, leaving &+ length &- now)
  }

  /// Notes calls that were made, and whether they were let through.
  mutating func note(_ count: Int, of key: Int64, isAccepted: Bool, at now: Int64) {
    makeRoom(at: now)
    calls += count
    if !isAccepted { refused += count }
    let room = max(0, Self.mostTimes - (times[key]?.all.count ?? 0))
    let added = Array(repeating: now, count: min(count, room))
    times[key, default: Times()].all += added
    if isAccepted { times[key]?.accepted += added }
    let seen = times[key]?.all.count ?? 0
    if seen > peak { (peak, peakKey) = (seen, key) }
    if seen > limit { over[min(seen - limit, 1000), default: 0] += 1 }
  }

  private mutating func makeRoom(at now: Int64) {
    guard times.count >= Self.mostKeys else { return }
    times = times.filter { ($0.value.all.last ?? 0) > now &- length }
  }

  var json: JSONValue {
    let far = over.sorted { $0.key < $1.key }.map { excess, times in
      JSONValue.Member(String(excess), .int(times))
    }
    return .members([
      "name": .string(name), "length_ms": .int(length), "limit": .int(limit),
      "calls": .int(calls), "refused": .int(refused), "peak": .int(peak),
      "peak_chat": peakKey.flatMap { $0 == RateLimits.everything ? nil : .int($0) },
      "over": .object(far),
    ])
  }
}
