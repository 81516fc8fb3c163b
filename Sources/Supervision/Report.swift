import Logging

/// What a supervisor tells about its children, for logs and for health.
package enum Report: Sendable, Hashable {
  /// It was started, and has said so itself if it is one that does.
  case ready(child: String)
  /// It ended unasked and will be started again.
  case failed(child: String, Setback)
  /// It ended and is not started again: finished, removed or drained.
  case ended(child: String, failure: String?)
  /// It was cancelled and goes on all the same; nothing can be started in its place.
  case stuck(child: String)
  /// It failed too often, or is stuck where others stand on it: its supervisor stops everything
  /// and fails in its turn.
  case escalated(child: String, reason: String)

  /// An error may quote what it failed on; nobody needs all of that.
  static let longestReason = 500

  /// Why a child is down, and until when.
  package struct Setback: Sendable, Hashable {
    package let reason: String
    /// Which failure in a row this is.
    package let attempt: Int
    /// How long until the next try.
    package let pause: Duration
  }

  /// The name of the child that this is about.
  package var child: String {
    switch self {
    case .ready(let child), .failed(let child, _), .ended(let child, _), .stuck(let child),
      .escalated(let child, _):
      child
    }
  }

  /// Writes the report as one line.
  package func write(to logger: Logger) {
    var facts: Logger.Metadata = ["child": "\(child)"]
    switch self {
    case .ready:
      logger.debug("child is ready", metadata: facts)
    case .failed(_, let setback):
      facts["reason"] = "\(setback.reason)"
      facts["attempt"] = "\(setback.attempt)"
      facts["pause"] = "\(setback.pause)"
      logger.warning("child failed and will be started again", metadata: facts)
    case .ended(_, let failure):
      if let failure { facts["failure"] = "\(failure)" }
      logger.debug("child ended", metadata: facts)
    case .stuck:
      logger.error("child ignores its cancellation", metadata: facts)
    case .escalated(_, let reason):
      facts["reason"] = "\(reason)"
      logger.error("child can't be kept up", metadata: facts)
    }
  }
}
