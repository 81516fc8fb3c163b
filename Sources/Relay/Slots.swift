import Synchronization

/// Counts how many things are under way at once, so that there are never more than a bound.
final class Slots: Sendable {
  private let most: Int
  private let taken = Mutex(0)

  init(_ most: Int) { self.most = most }

  var free: Int { taken.withLock { max(0, most - $0) } }

  func take() { taken.withLock { $0 += 1 } }
  func give() { taken.withLock { $0 -= 1 } }
}
