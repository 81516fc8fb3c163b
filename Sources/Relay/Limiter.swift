import AdapterKit
import EventModel

/// Holds calls of one kind back, so that no window of their rate ever sees more of them than the
/// rate allows.
///
/// The platform counts what arrives, and the network brings some calls later than others: windows
/// are taken a little longer than they are, and fast rates are spread evenly as well. Turns may be
/// given ahead of their time, in order; who leaves later than his turn says so.
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
  /// No turn is given further ahead than this, in milliseconds, beside the time that many calls at
  /// once take.
  private static let furthestAhead: Int64 = 500
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

  /// When the next call may go, or so many at once: `now` or earlier means at once.
  package func next(_ count: Int = 1, at now: Timestamp) -> Timestamp {
    var next = now.milliseconds
    let over = times.count + weight(count) - calls
    if over > 0 { next = max(next, believed(times[place(over - 1)], at: now) + window) }
    if let newest { next = max(next, believed(newest, at: now)) }
    if interval != nil { next = max(next, (spread(at: now) - Self.slack + 999) / 1000) }
    let time = Timestamp(milliseconds: next)
    return closedUntil.map { max($0, time) } ?? time
  }

  /// How many calls may go until so long from now, as far as anybody asks.
  package func room(at now: Timestamp, ahead: Duration = .zero, atMost most: Int) -> Int {
    let end = now.advanced(by: ahead)
    if let closedUntil, closedUntil > end { return 0 }
    var room = calls - times.count
    let over = end.milliseconds - window
    var left = 0
    while room < min(most, calls), times[place(left)] <= over {
      room += 1
      left += 1
    }
    if let interval {
      let rest = end.milliseconds * 1000 + Self.slack - spread(at: now)
      room = min(room, rest < 0 ? 0 : Int(rest / interval) + 1)
    }
    return min(room, max(0, most))
  }

  /// Gives a call its turn, or so many at once; no call goes before one that was given its turn
  /// earlier.
  ///
  /// A clock that was set back is believed: otherwise nothing would go until it caught up.
  package mutating func take(_ count: Int = 1, at turn: Timestamp) {
    let time = turn.milliseconds
    if let newest, newest > time { times = times.map { min($0, time) } }
    let weight = weight(count)
    if let interval { evenly = spread(at: turn) + interval * Int64(weight) }
    for _ in 0..<weight {
      guard times.count == calls else {
        times.append(time)
        continue
      }
      times[oldest] = time
      oldest = (oldest + 1) % calls
    }
  }

  /// A call that had its turn left later; the calls after it keep their distance to that.
  package mutating func leave(_ count: Int = 1, late now: Timestamp, for turn: Timestamp) {
    let time = now.milliseconds
    guard time > turn.milliseconds else { return }
    for _ in 0..<weight(count) {
      var index = times.count - 1
      while index >= 0, times[place(index)] > turn.milliseconds { index -= 1 }
      guard index >= 0, times[place(index)] == turn.milliseconds else { return }
      while index + 1 < times.count, times[place(index + 1)] < time {
        times[place(index)] = times[place(index + 1)]
        index += 1
      }
      times[place(index)] = time
    }
  }

  /// For how long so many calls at once use it up.
  package func span(of count: Int) -> Duration {
    .microseconds((interval ?? 0) * Int64(weight(count) - 1))
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

  /// Where in the ring the so manieth of the remembered calls is, from the oldest.
  private func place(_ index: Int) -> Int { (oldest + index) % times.count }

  private var newest: Int64? { times.isEmpty ? nil : times[place(times.count - 1)] }

  /// More at once than a window takes go alone in theirs.
  private func weight(_ count: Int) -> Int { min(max(1, count), calls) }

  /// A time further ahead than any turn is given is from before the clock was set back.
  private func believed(_ time: Int64, at now: Timestamp) -> Int64 {
    time > now.milliseconds + window + Self.furthestAhead ? now.milliseconds : time
  }

  /// When the next call would go evenly: never long before now, and no further ahead than a closing
  /// or the turns given can have put it.
  private func spread(at now: Timestamp) -> Int64 {
    let current = now.milliseconds * 1000
    let closing = closedUntil.map { $0.milliseconds * 1000 } ?? current
    let reach = (window + Self.furthestAhead) * 1000
    return min(max(evenly, current), max(current, closing) + Self.slack + reach)
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
