/// Why the store did not do a thing; nothing of it was done then.
package enum StoreError: Error, Hashable, Sendable {
  /// Too much waits already; later may be better.
  case busy
  /// No space is left.
  case full
  /// There is no such row.
  case notFound
  /// The row is not in a state that allows it.
  case conflict(Obstacle)
  /// The store was closed, or refuses for a reason that waiting does not mend.
  case unavailable(String)
}

/// What about a row stands against a thing.
package enum Obstacle: Hashable, Sendable {
  /// Something of it was tried already.
  case alreadyBegun
  /// Only what failed, or what nobody knows the outcome of, can be tried again.
  case notFailed
  /// Its outcome is known.
  case notUncertain
  /// It does not wait in the queue.
  case notQueued
  case deleted
  /// The answer was given.
  case answered
  /// The platform waits no longer.
  case tooLate

  /// Words for people.
  package var reason: String {
    switch self {
    case .alreadyBegun: "sending it has begun"
    case .notFailed: "it has neither failed nor is its outcome unknown"
    case .notUncertain: "its outcome is known"
    case .notQueued: "it does not wait to be sent"
    case .deleted: "it was deleted"
    case .answered: "it was answered before"
    case .tooLate: "the platform waits no longer for the answer"
    }
  }
}
