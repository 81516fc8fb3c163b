import EventModel
import Synchronization

/// A clock that stands still until it is moved.
package final class StoppedClock: Sendable {
  private let time: Mutex<Timestamp>

  package init(at time: Timestamp = Sample.noon) { self.time = Mutex(time) }

  package var now: Timestamp { time.withLock(\.self) }

  package func advance(bySeconds seconds: Int64) { advance(byMilliseconds: seconds * 1000) }

  package func advance(byMilliseconds milliseconds: Int64) {
    time.withLock { $0 = $0.advanced(byMilliseconds: milliseconds) }
  }
}
