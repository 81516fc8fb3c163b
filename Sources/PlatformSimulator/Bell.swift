import Synchronization

/// Tells whoever waits that something has changed; what it was, they look up themselves.
///
/// This is no AsyncStream: cancelling its reader ends a stream for good, and here readers come
/// and go.
final class Bell: Sendable {
  private struct State {
    var rings: UInt64 = 0
    var lastWaiter: UInt64 = 0
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  /// How often it has rung; read it before looking, and wait for more than that.
  var rings: UInt64 { state.withLock { $0.rings } }

  func ring() {
    let waiters = state.withLock { state in
      state.rings &+= 1
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when it has rung more often than `rings`, when the time is over, or when cancelled.
  func wait(after rings: UInt64, until deadline: ContinuousClock.Instant) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.ring(after: rings) }
      // Being cancelled is how this sleep ends whenever the bell is first.
      group.addTask { try? await ContinuousClock().sleep(until: deadline) }
      await group.next()
      group.cancelAll()
    }
  }

  private func ring(after rings: UInt64) async {
    let id = state.withLock { state in
      state.lastWaiter &+= 1
      return state.lastWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isDone = state.withLock { state in
          // Looked at under the lock: a cancellation that came earlier found no waiter to wake.
          if state.rings > rings || Task.isCancelled { return true }
          state.waiters[id] = continuation
          return false
        }
        if isDone { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }
}
