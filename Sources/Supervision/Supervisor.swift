import Synchronization

/// Keeps a set of children running, each in a task of its own below one task group.
package final class Supervisor<Time: Clock<Duration>>: Sendable {
  private typealias Inbox = AsyncStream<Roster.Happening>.Continuation

  private struct State {
    var children: [Child]
    /// Where the present run listens; nil while there is none.
    var inbox: Inbox?
  }

  private let strategy: Strategy
  private let clock: Time
  private let observe: @Sendable (Report) -> Void
  private let state: Mutex<State>

  package init(
    _ strategy: Strategy, _ children: [Child], clock: Time,
    observe: @escaping @Sendable (Report) -> Void
  ) {
    self.strategy = strategy
    self.clock = clock
    self.observe = observe
    state = Mutex(State(children: children))
  }

  /// This supervisor as a child of another.
  ///
  /// Its patience should exceed that of its own children: of their sum under `.rest`.
  package func child(
    named name: String, restart: RestartPolicy = .house, patience: Duration
  ) -> Child {
    Child(name, restart: restart, patience: patience) { shift in try await self.run(shift) }
  }

  /// Adds a child after the present ones, and starts it if the supervisor runs.
  ///
  /// One that bears the name of a child on its way out is started when that one has ended.
  package func add(_ child: Child) {
    state.withLock { state in
      state.children.append(child)
      state.inbox?.yield(.added(child))
    }
  }

  /// Forgets the child of that name, and stops it if it runs.
  package func remove(_ name: String) {
    state.withLock { state in
      state.children.removeAll { $0.name == name }
      state.inbox?.yield(.removed(name: name))
    }
  }

  /// Runs the children until the shift closes and they have ended, or until one fails too often.
  ///
  /// Being cancelled, it cancels them all at once. It returns when the last one has ended; if one
  /// ignores its cancellation, `shift` hears that waiting is in vain.
  package func run(_ shift: Shift) async throws(Escalation) {
    // The stream ends for good when this task is cancelled, and then nobody reads it again.
    let (happenings, inbox) = AsyncStream.makeStream(of: Roster.Happening.self)
    inbox.yield(.begun)
    let children = state.withLock { state in
      state.inbox = inbox
      return state.children
    }
    defer { state.withLock { $0.inbox = nil } }

    let escalation = await withDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask {
        await shift.closing()
        inbox.yield(.drain)
      }
      var roster = Roster(strategy, children)
      var shifts: [Roster.Ticket: Shift] = [:]
      let start = clock.now
      for await happening in happenings {
        if case .ended(let ticket, _) = happening { shifts[ticket] = nil }
        for step in roster.take(happening, at: start.duration(to: clock.now)) {
          switch step {
          case .start(let child, let ticket):
            shifts[ticket] = begin(child, ticket, inbox, in: &group)
          case .ask(let ticket): shifts[ticket]?.close()
          case .cancel(let ticket): shifts[ticket]?.cancel()
          case .wake(let ticket, let pause): wake(ticket, after: pause, inbox, in: &group)
          case .tell(let report): observe(report)
          case .allReady: shift.ready()
          case .finish(let escalation, let leavingBehind):
            if leavingBehind { shift.leaveBehind(failure: escalation?.description) }
            return escalation
          }
        }
      }
      return nil
    }
    if let escalation { throw escalation }
  }

  private func begin(
    _ child: Child, _ ticket: Roster.Ticket, _ inbox: Inbox, in group: inout DiscardingTaskGroup
  ) -> Shift {
    let shift = Shift(
      whenReady: { inbox.yield(.ready(ticket)) },
      whenLeavingBehind: { inbox.yield(.leftBehind(ticket, failure: $0)) })
    group.addTask {
      let failure = await shift.hold(child).map { error in
        String(String(describing: error).prefix(Report.longestReason))
      }
      inbox.yield(.ended(ticket, failure: failure))
    }
    return shift
  }

  private func wake(
    _ ticket: Roster.Ticket, after pause: Duration, _ inbox: Inbox,
    in group: inout DiscardingTaskGroup
  ) {
    group.addTask { [clock] in
      do {
        try await clock.sleep(for: pause)
        inbox.yield(.due(ticket))
      } catch {
        // Cancelled: the supervisor has finished and waits for nothing any more.
      }
    }
  }
}
