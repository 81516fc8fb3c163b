import Store
import Synchronization

/// Says, once and for good, that what goes on for long should come to its end.
final class ClosingSign: Sendable {
  private let given = Atomic(false)
  private let bell = Bell()

  var isGiven: Bool { given.load(ordering: .acquiring) }

  func give() {
    given.store(true, ordering: .releasing)
    bell.ring()
  }

  /// Returns when the sign is given, or when the waiting task is cancelled.
  func wait() async {
    let heard = bell.rings
    if !isGiven { await bell.wait(since: heard) }
  }
}
