/// What one child's fall means for the others.
package enum Strategy: Sendable, Hashable {
  /// They have nothing to do with each other: only the fallen one is started again. All are started
  /// together, and drained together.
  case one
  /// Each stands on those before it: with the fallen one, those after it are stopped, last first,
  /// and started anew. They are started one by one, each when the one before is ready, and drained
  /// in reverse.
  case rest
}

/// A child failed more often than its policy takes for bad luck, or can't be stopped.
package struct Escalation: Error, Hashable, CustomStringConvertible {
  package let child: String
  package let reason: String

  package var description: String { "\(child) can't be kept up: \(reason)" }
}
