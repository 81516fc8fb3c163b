import Synchronization

/// A worker's sign of life: it beats when work has moved and rests when there is none.
package final class Pulse: Sendable {
  struct Reading: Sendable, Hashable {
    var beats: UInt64 = 0
    var isResting = false
  }

  let name: String
  /// How long work may stand still before the worker counts as stalled.
  let bound: Duration

  private let state = Mutex(Reading())

  init(_ name: String, within bound: Duration) {
    self.name = name
    self.bound = bound
  }

  var reading: Reading { state.withLock { $0 } }

  /// Says that work has moved, or that waiting for work is over.
  package func beat() {
    state.withLock { $0 = Reading(beats: $0.beats &+ 1) }
  }

  /// Says that there is nothing to do; until the next beat no progress is expected.
  package func rests() {
    state.withLock { $0.isResting = true }
  }
}

/// The workers whose progress the watchdog waits for.
package final class Pulses: Sendable {
  private struct State {
    var watched: [Int: Pulse] = [:]
    var last = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// Watches a worker for as long as the body runs, so that one that has failed is the supervisor's
  /// trouble and not a stall.
  package func watching<Value>(
    _ name: String, within bound: Duration, isolation: isolated (any Actor)? = #isolation,
    _ work: (Pulse) async throws -> Value
  ) async rethrows -> Value {
    let pulse = Pulse(name, within: bound)
    let key = state.withLock { state in
      state.last += 1
      state.watched[state.last] = pulse
      return state.last
    }
    defer { state.withLock { $0.watched[key] = nil } }
    return try await work(pulse)
  }

  /// Those watched now, by a key that is theirs for life.
  var watched: [Int: Pulse] { state.withLock { $0.watched } }
}
