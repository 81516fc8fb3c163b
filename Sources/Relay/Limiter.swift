import AdapterKit
import EventModel

/// Holds calls of one kind back, so that no window of their rate ever sees more of them than the
/// rate allows.
///
/// The platform counts what arrives, and the network brings some calls later than others: windows
/// are taken a little longer than they are, and fast rates are spread evenly as well.
package struct Limiter: Hashable, Sendable {
  /// In milliseconds.
  private let window: Int64
  private let calls: Int
  /// Between two calls of a fast rate, in microseconds; nil when the rate is slow.
  private let interval: Int64?
  /// When the last calls went, as a ring.
  private var times: [Int64] = []
  private var oldest = 0
  /// When the next call would go if all were spread evenly, in microseconds.
  private var evenly = Int64.min
  private var closedUntil: Timestamp?

  /// Of a faster rate, a piece of the window is watched.
  private static let mostCalls = 4096
  private static let windows: ClosedRange<Int64> = 1...86_400_000
  /// Which part of a window is added to it, for the network.
  private static let margin: Int64 = 50
  /// How far calls may run ahead of an even spread, so that timers that fire late cost no pace.
  private static let slack: Int64 = 50_000
  /// Calls that are further apart than this are bounded by the window alone.
  private static let slowest: Int64 = 1_000_000

  package init(_ rate: Rate) {
    let asked = max(1, rate.calls)
    let pieces = (asked - 1) / Self.mostCalls + 1
    let window = min(max(rate.window.wholeMilliseconds, Self.windows.lowerBound), 86_400_000)
    calls = asked / pieces
    self.window = (window + window / Self.margin - 1) / Int64(pieces) + 1
    let interval = self.window * 1000 / Int64(calls)
    self.interval = calls > 1 && interval < Self.slowest ? max(1, interval) : nil
  }

  /// When the next call may go: `now` or earlier means at once.
  package func next(at now: Timestamp) -> Timestamp {
    var next = now.milliseconds
    if times.count == calls { next = max(next, min(times[oldest], now.milliseconds) + window) }
    if interval != nil { next = max(next, (spread(at: now) - Self.slack + 999) / 1000) }
    let time = Timestamp(milliseconds: next)
    return closedUntil.map { max($0, time) } ?? time
  }

  /// How many calls may go at once, as far as anybody asks.
  package func room(at now: Timestamp, atMost most: Int) -> Int {
    if let closedUntil, closedUntil > now { return 0 }
    var room = calls - times.count
    var place = oldest
    let over = now.milliseconds - window
    while room < min(most, calls), times[place] <= over {
      room += 1
      place = (place + 1) % times.count
    }
    if let interval {
      let ahead = now.milliseconds * 1000 + Self.slack - spread(at: now)
      room = min(room, ahead < 0 ? 0 : Int(ahead / interval) + 1)
    }
    return min(room, max(0, most))
  }

  /// A clock that was set back is believed: otherwise nothing would go until it caught up.
  package mutating func take(at now: Timestamp) {
    if let newest, newest > now.milliseconds {
      times = times.map { min($0, now.milliseconds) }
    }
    if let interval { evenly = spread(at: now) + interval }
    guard times.count == calls else { return times.append(now.milliseconds) }
    times[oldest] = now.milliseconds
    oldest = (oldest + 1) % calls
  }

  /// Lets nothing pass before `until`, and what is spread only one by one from then on: the
  /// platform has just complained.
  package mutating func close(until: Timestamp) {
    if let closedUntil, closedUntil >= until { return }
    closedUntil = until
    if interval != nil { evenly = max(evenly, until.milliseconds * 1000 + Self.slack) }
  }

  /// Whether it says the same as one that never saw a call.
  package func isIdle(at now: Timestamp) -> Bool {
    (newest.map { $0 + window <= now.milliseconds } ?? true)
      && closedUntil.map { $0 <= now } ?? true
      && (interval == nil || evenly <= now.milliseconds * 1000)
  }

  /// Until when the platform wants nothing, if it said so.
  package func closing(at now: Timestamp) -> Timestamp? {
    closedUntil.flatMap { $0 > now ? $0 : nil }
  }

  private var newest: Int64? {
    times.isEmpty ? nil : times[(oldest + times.count - 1) % times.count]
  }

  /// When the next call would go evenly: never long before now, and no further ahead than a closing
  /// or one call can have put it.
  private func spread(at now: Timestamp) -> Int64 {
    let current = now.milliseconds * 1000
    let closing = closedUntil.map { $0.milliseconds * 1000 } ?? current
    let furthest = max(current, closing) + Self.slack + (interval ?? 0)
    return min(max(evenly, current), furthest)
  }
}

extension Duration {
  /// Rounded up; what is too long for a number is the greatest.
  fileprivate var wholeMilliseconds: Int64 {
    let (product, overflows) = components.seconds.multipliedReportingOverflow(by: 1000)
    guard !overflows else { return components.seconds < 0 ? 0 : .max }
    let rest = (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    let (sum, carries) = product.addingReportingOverflow(rest)
    return carries ? .max : sum
  }
}
