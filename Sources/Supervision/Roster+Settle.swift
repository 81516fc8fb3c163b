/// What follows from where all the children stand.
extension Roster {
  /// Stops what must stop and starts what may start.
  mutating func settle() -> [Step] {
    switch strategy {
    case .one: settleEach()
    case .rest: settleInOrder()
    }
  }

  private mutating func settleEach() -> [Step] {
    var steps: [Step] = []
    for index in slots.indices.reversed() where isDraining || slots[index].isLeaving {
      steps += stop(index)
    }
    if isDraining { return steps + finishWhenEmpty() }
    let leaving = slots.filter(\.isLeaving).map(\.child.name)
    for index in slots.indices
    where slots[index].stage == .idle && !leaving.contains(slots[index].child.name) {
      steps += start(index)
    }
    return steps + tellReady()
  }

  private mutating func settleInOrder() -> [Step] {
    // Only the topmost is stopped: the one below it may be needed for its last words.
    if isDraining {
      let top = slots.lastIndex(where: \.isHeld)
      return top.map { stop($0) } ?? finishWhenEmpty()
    }
    let fallen = slots.firstIndex { !$0.stands || $0.isLeaving } ?? slots.endIndex
    if let top = slots[fallen...].lastIndex(where: \.isRunning) { return stop(top) }
    var steps: [Step] = []
    for index in slots[fallen...].indices
    where slots[index].stage == .idle && slots[..<index].allSatisfy(\.isReady) {
      steps += start(index)
    }
    return slots.allSatisfy(\.isReady) ? steps + tellReady() : steps
  }

  private mutating func start(_ index: Int) -> [Step] {
    let child = slots[index].child
    let ticket = nextTicket()
    slots[index].stage = .starting(ticket)
    return [.start(child, ticket)] + (child.heedsItsShift ? [] : ready(ticket))
  }

  private mutating func stop(_ index: Int) -> [Step] {
    guard let ticket = slots[index].ticket, slots[index].stands else { return [] }
    let child = slots[index].child
    slots[index].stage = child.heedsItsShift ? .closing(ticket) : .cancelled(ticket)
    return [
      child.heedsItsShift ? .ask(ticket) : .cancel(ticket),
      .wake(ticket, after: child.patience),
    ]
  }

  private func finishWhenEmpty() -> [Step] {
    if slots.contains(where: \.isHeld) { return [] }
    return [.finish(escalation, leavingBehind: slots.contains(where: \.isRunning))]
  }

  private mutating func tellReady() -> [Step] {
    defer { hasToldReady = true }
    return hasToldReady ? [] : [.allReady]
  }
}
