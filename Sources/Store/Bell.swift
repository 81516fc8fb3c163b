import Synchronization

/// Wakes those who wait for news of one kind.
///
/// A ring is a hint and never the news itself: who hears it asks the store. A ring that nobody
/// waits for is not lost to the one who looked before it, because a sleeper names the ring it heard
/// last. This is no AsyncStream: cancelling a reader ends a stream for good, and a worker then asks
/// the store without pause.
package final class Bell: Sendable {
  private struct State {
    var rings: UInt64 = 0
    var next: UInt64 = 0
    var sleepers: [UInt64: CheckedContinuation<Void, Never>] = [:]
    /// Sleepers that were cancelled before they lay down.
    var cancelled: Set<UInt64> = []
  }

  private let state = Mutex(State())

  package init() {}

  /// The number of rings so far; take it before looking at the store, and sleep since it.
  package var rings: UInt64 { state.withLock { $0.rings } }

  package func ring() {
    let woken = state.withLock { state in
      state.rings &+= 1
      defer { state.sleepers.removeAll() }
      return Array(state.sleepers.values)
    }
    for sleeper in woken { sleeper.resume() }
  }

  /// Returns at the first ring after `heard`, or when the task is cancelled.
  package func wait(since heard: UInt64) async {
    let ticket = state.withLock { state in
      state.next &+= 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isAwake = state.withLock { state in
          if state.cancelled.remove(ticket) != nil || state.rings != heard { return true }
          state.sleepers[ticket] = continuation
          return false
        }
        if isAwake { continuation.resume() }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        if let sleeper = state.sleepers.removeValue(forKey: ticket) { return Optional(sleeper) }
        state.cancelled.insert(ticket)
        return nil
      }
      sleeper?.resume()
    }
    state.withLock { _ = $0.cancelled.remove(ticket) }
  }
}
