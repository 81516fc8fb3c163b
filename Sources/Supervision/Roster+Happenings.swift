/// What each happening means for the one child that it is about.
extension Roster {
  mutating func ready(_ ticket: Ticket) -> [Step] {
    guard let index = index(of: ticket), slots[index].stage == .starting(ticket) else { return [] }
    slots[index].stage = .ready(ticket)
    return [.tell(.ready(child: slots[index].child.name))]
  }

  mutating func ended(_ ticket: Ticket, _ failure: String?, at now: Duration) -> [Step] {
    guard let index = index(of: ticket) else { return [] }
    let name = slots[index].child.name
    switch slots[index].stage {
    case .starting, .ready:
      return endedUnasked(index, failure, at: now)
    case .idle, .pausing, .closing, .cancelled, .stuck, .done:
      slots[index].stage = .idle
      if slots[index].isLeaving { slots.remove(at: index) }
      return [.tell(.ended(child: name, failure: failure))]
    }
  }

  mutating func due(_ ticket: Ticket) -> [Step] {
    guard let index = index(of: ticket) else { return [] }
    switch slots[index].stage {
    case .pausing:
      slots[index].stage = .idle
      return []
    case .closing:
      slots[index].stage = .cancelled(ticket)
      return [.cancel(ticket), .wake(ticket, after: Self.lastGrace)]
    case .cancelled:
      return stick(index, because: "ignores its cancellation")
    case .idle, .starting, .ready, .stuck, .done:
      return []
    }
  }

  mutating func leftBehind(_ ticket: Ticket, _ failure: String?) -> [Step] {
    guard let index = index(of: ticket) else { return [] }
    return stick(index, because: failure ?? "left tasks behind")
  }

  mutating func remove(_ name: String) {
    slots.removeAll { $0.child.name == name && !$0.isRunning }
    for index in slots.indices where slots[index].child.name == name {
      slots[index].isLeaving = true
    }
  }

  private mutating func endedUnasked(
    _ index: Int, _ failure: String?, at now: Duration
  ) -> [Step] {
    let name = slots[index].child.name
    let reason = failure ?? "ended without being asked"
    switch slots[index].policy.childEnded(failed: failure != nil, at: now) {
    case .restart(let pause):
      let ticket = nextTicket()
      slots[index].stage = .pausing(ticket)
      let setback = Report.Setback(
        reason: reason, attempt: slots[index].policy.attempt, pause: pause)
      return [.tell(.failed(child: name, setback)), .wake(ticket, after: pause)]
    case .leave:
      slots[index].stage = .done
      return [.tell(.ended(child: name, failure: nil))]
    case .escalate:
      slots[index].stage = .done
      escalation = Escalation(child: name, reason: reason)
      isDraining = true
      return [.tell(.escalated(child: name, reason: reason))]
    }
  }

  /// Nothing can be started in its place: what stands in an order can't be put right any more.
  private mutating func stick(_ index: Int, because reason: String) -> [Step] {
    guard let ticket = slots[index].ticket else { return [] }
    let name = slots[index].child.name
    slots[index].stage = .stuck(ticket)
    let report = Step.tell(.stuck(child: name))
    if strategy == .one || isDraining { return [report] }
    escalation = Escalation(child: name, reason: reason)
    isDraining = true
    return [report, .tell(.escalated(child: name, reason: reason))]
  }

  private func index(of ticket: Ticket) -> Int? {
    slots.firstIndex { $0.ticket == ticket }
  }
}
