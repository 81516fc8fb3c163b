import EventModel
import Store
import Synchronization

@testable import Relay

/// A clock that stands still until a test moves it, and then jumps to the next sleeper.
final class VirtualClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    let since: Swift.Duration

    func advanced(by duration: Swift.Duration) -> Instant { Instant(since: since + duration) }
    func duration(to other: Instant) -> Swift.Duration { other.since - since }
    static func < (a: Self, b: Self) -> Bool { a.since < b.since }
  }

  private struct State {
    var now = Instant(since: .zero)
    var next: UInt64 = 0
    var sleepers: [UInt64: Sleeper] = [:]
    var cancelled: Set<UInt64> = []
  }

  private struct Sleeper {
    let until: Instant
    let wake: CheckedContinuation<Void, Never>
  }

  private let state = Mutex(State())
  private let start = Timestamp(seconds: 1_800_000_000)

  var now: Instant { state.withLock(\.now) }
  var minimumResolution: Swift.Duration { .milliseconds(1) }
  /// How many sleep now.
  var sleepers: Int { state.withLock(\.sleepers.count) }
  /// The time of day.
  var wall: Timestamp { start.advanced(by: now.since) }
  /// How long the clock has gone.
  var elapsed: Swift.Duration { now.since }

  func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
    let ticket = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { wake in
        let isOver = state.withLock { state in
          if state.cancelled.remove(ticket) != nil || deadline <= state.now { return true }
          state.sleepers[ticket] = Sleeper(until: deadline, wake: wake)
          return false
        }
        if isOver { wake.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        if let sleeper = state.sleepers.removeValue(forKey: ticket) { return Optional(sleeper) }
        state.cancelled.insert(ticket)
        return nil
      }
      sleeper?.wake.resume()
    }
    state.withLock { _ = $0.cancelled.remove(ticket) }
    try Task.checkCancellation()
  }

  /// Moves on to the first sleeper's time, or to `limit` when nobody wakes before it.
  func step(atMost limit: Swift.Duration = .seconds(60)) {
    let woken = state.withLock { state in
      let end = state.now.advanced(by: limit)
      state.now = min(end, state.sleepers.values.map(\.until).min() ?? end)
      let woken = state.sleepers.filter { $0.value.until <= state.now }
      for ticket in woken.keys { state.sleepers[ticket] = nil }
      return woken.values.map(\.wake)
    }
    for wake in woken { wake.resume() }
  }
}
