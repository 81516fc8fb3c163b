/// One run of a child, from its start to its end: where it says that it is ready and hears that it
/// should finish.
package final class Shift: Sendable {
  private let whenReady: @Sendable () -> Void
  private let whenLeavingBehind: @Sendable (_ failure: String?) -> Void
  private let closed = Latch()
  private let cut = Latch()

  package init(
    whenReady: @escaping @Sendable () -> Void = {},
    whenLeavingBehind: @escaping @Sendable (_ failure: String?) -> Void = { _ in }
  ) {
    self.whenReady = whenReady
    self.whenLeavingBehind = whenLeavingBehind
  }

  /// Says that what stands on this child may start now. Calls after the first change nothing.
  package func ready() { whenReady() }

  /// Whether the child should take nothing new and finish what it has in hand.
  package var isClosing: Bool { closed.isOpen }

  /// Returns when the child is asked to finish, or when the waiting task is cancelled.
  package func closing() async { await closed.wait() }

  /// Says that the child is done, but for tasks that ignore their cancellation: to wait for its end
  /// is in vain.
  func leaveBehind(failure: String?) { whenLeavingBehind(failure) }

  /// Asks the child to finish.
  func close() { closed.open() }

  /// Cancels the child.
  func cancel() {
    closed.open()
    cut.open()
  }

  /// Runs the child until it ends, by itself or cancelled; gives the error that it ended with.
  func hold(_ child: Child) async -> (any Error)? {
    enum End {
      case cut
      case ended((any Error)?)
    }
    return await withTaskGroup(of: End.self) { group in
      group.addTask {
        do {
          try await child.run(self)
          return .ended(nil)
        } catch {
          return .ended(error)
        }
      }
      group.addTask {
        await self.cut.wait()
        return .cut
      }
      var failure: (any Error)?
      for await end in group {
        if case .ended(let error) = end { failure = error }
        group.cancelAll()
      }
      return failure
    }
  }
}
