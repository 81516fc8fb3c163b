extension Roster {
  /// A child's place, and where the child stands in its life.
  struct Slot: Sendable {
    let child: Child
    var policy: RestartPolicy
    var stage = Stage.idle
    /// It was removed and is forgotten when it has ended.
    var isLeaving = false

    init(_ child: Child) {
      self.child = child
      policy = child.restart
    }
  }

  enum Stage: Sendable, Hashable {
    case idle
    case pausing(Ticket)
    case starting(Ticket)
    case ready(Ticket)
    /// Asked to finish.
    case closing(Ticket)
    case cancelled(Ticket)
    /// Cancelled, given time, and still there.
    case stuck(Ticket)
    case done
  }
}

extension Roster.Slot {
  var ticket: Roster.Ticket? {
    switch stage {
    case .idle, .done: nil
    case .pausing(let ticket), .starting(let ticket), .ready(let ticket), .closing(let ticket),
      .cancelled(let ticket), .stuck(let ticket):
      ticket
    }
  }

  /// Whether its run has begun and not ended.
  var isRunning: Bool {
    if case .stuck = stage { true } else { isHeld }
  }

  /// Whether it runs and may still be waited for.
  var isHeld: Bool {
    switch stage {
    case .starting, .ready, .closing, .cancelled: true
    case .idle, .pausing, .stuck, .done: false
    }
  }

  /// Whether it neither waits to be started nor is on its way out.
  var stands: Bool {
    switch stage {
    case .starting, .ready, .done: true
    case .idle, .pausing, .closing, .cancelled, .stuck: false
    }
  }

  /// Whether others may stand on it.
  var isReady: Bool {
    switch stage {
    case .ready, .done: true
    case .idle, .pausing, .starting, .closing, .cancelled, .stuck: false
    }
  }
}
