import Synchronization

/// A door that opens once and then stays open; any number of tasks may wait before it.
final class Latch: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var visitors = 0
  }

  private let state = Mutex(State())

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for visitor in waiting.values { visitor.resume() }
  }

  /// Returns when the latch opens or the waiting task is cancelled.
  func wait() async {
    let visitor = state.withLock { state in
      state.visitors += 1
      return state.visitors
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A task that is cancelled already has had its handler called, before there was anybody to
        // wake: so the flag is looked at under the lock that the handler needs.
        let mayPass = state.withLock { state in
          if state.isOpen || Task.isCancelled { return true }
          state.waiting[visitor] = continuation
          return false
        }
        if mayPass { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: visitor) }?.resume()
    }
  }
}
