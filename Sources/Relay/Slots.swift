import Store
import Synchronization

/// Counts how many things are under way at once, so that there are never more than a bound; who
/// waits for a free slot hears of it by the bell.
final class Slots: Sendable {
  private let most: Int
  private let bell: Bell
  private let taken = Mutex(0)

  init(_ most: Int, telling bell: Bell) {
    self.most = most
    self.bell = bell
  }

  var free: Int { taken.withLock { max(0, most - $0) } }

  func take() { taken.withLock { $0 += 1 } }

  func give() {
    taken.withLock { $0 -= 1 }
    bell.ring()
  }
}
