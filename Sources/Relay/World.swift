import EventModel
import Logging

/// What a worker knows of the world: how time passes, what the time is, and who is told.
package struct World<Time: Clock<Duration>>: Sendable {
  package let clock: Time
  package let now: @Sendable () -> Timestamp
  package let logger: Logger

  package init(clock: Time, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
    self.clock = clock
    self.now = now
    self.logger = logger
  }
}
