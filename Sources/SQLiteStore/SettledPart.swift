import AdapterKit
import EventModel
import Store

/// A part that was tried, and how that went.
struct SettledPart {
  let part: DuePart
  let outcome: SendOutcome
  let outbox: OutboxTable

  func write(_ ledger: inout Ledger<SQLiteLedgerState>) throws(StoreError) {
    // Its echo may have come before its receipt, and said that it arrived.
    if try outbox.state(of: part.number, part.operation) == .sent {
      return try confirm(&ledger)
    }
    if outcome.isLost {
      let names = try echoed(ledger)
      if !names.isEmpty {
        return try arrive(PartReceipt(names, sentAt: outbox.now), &ledger)
      }
    }
    switch outcome {
    case .sent(let receipt, _): try arrive(receipt, &ledger)
    case .retry(let at, let error):
      try outbox.set(.waiting, part.operation, part.number)
      try outbox.set(error, part.operation, part.number)
      try outbox.note(step(.queued, error, nextAt: at))
      try ledger.requeued(part.name, error)
      try outbox.wait(part.lane, until: at)
    case .postponed(let until): try postpone(until: until, &ledger)
    case .unknown(let until, let error): try look(again: until, error)
    case .uncertain(let error, _):
      try end(.uncertain, error)
      try ledger.becameUncertain(part.name, error)
    case .failed(let error, _): try fail(error, &ledger)
    case .mended(let other, let degradation):
      try replace(by: other)
      try outbox.set(part.mended + [degradation], part.operation, part.number)
      try ledger.mended(part.name, degradation)
      var step = step(.mended)
      step.degradation = degradation
      try outbox.note(step)
    case .moved(let address, let other):
      try replace(by: other)
      try outbox.setMoved(part.operation, part.number)
      try outbox.note(step(.moved))
      try ledger.move(part.lane, to: address)
    }
  }

  private func step(
    _ step: Checkpoint.Step, _ error: DeliveryError? = nil, nextAt: Timestamp? = nil
  ) -> Checkpoint {
    var step = Checkpoint(step, of: part.operation, part.kind, at: outbox.now)
    step.part = part.number
    step.attempt = part.attempt
    step.error = error
    step.nextAttemptAt = nextAt
    return step
  }

  /// What a receipt says of a part whose echo came first.
  private func confirm(_ ledger: inout Ledger<SQLiteLedgerState>) throws(StoreError) {
    if case .sent(let receipt, _) = outcome {
      for (message, place) in zip(receipt.messages, PartPlace.places(of: part.number)) {
        try ledger.state.name(part.event, message, at: place)
      }
      for alias in receipt.aliases { try ledger.state.name(part.event, alias, at: -1) }
    }
    try outbox.advance(part.lane)
  }

  /// The names that an echo has told of a part whose answer was lost.
  private func echoed(
    _ ledger: Ledger<SQLiteLedgerState>
  ) throws(StoreError) -> [MessageKey] {
    guard part.kind.isNewMessage else { return [] }
    let places = PartPlace.places(of: part.number)
    return try ledger.state.messages(of: part.event)
      .filter { places.contains($0.place) }.map(\.key)
  }

  private func arrive(
    _ receipt: PartReceipt, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    let isLast = try outbox.arrive(part.name, part.number, receipt.messages)
    var step = step(.sent)
    step.messages = receipt.messages
    try outbox.note(step)
    try ledger.arrived(
      part.name, receipt,
      part: PartPlace(
        part.number, isLast: isLast, files: Set(part.part.files.map(\.attachment))))
    try outbox.advance(part.lane)
  }

  /// What nobody knew of it before its turn stays so.
  private func postpone(
    until time: Timestamp, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    try outbox.wait(part.lane, until: time)
    guard !part.isUnknown, try outbox.state(of: part.number, part.operation) == .marked else {
      return
    }
    try outbox.unmark(part)
    try ledger.requeued(part.name, nil)
  }

  private func look(again until: Timestamp, _ error: DeliveryError) throws(StoreError) {
    try outbox.set(.marked, part.operation, part.number)
    try outbox.set(error, part.operation, part.number)
    try outbox.countLookUp(part.operation, part.number)
    try outbox.note(step(.unknown, error, nextAt: until))
    try outbox.wait(part.lane, until: until)
  }

  /// Where some parts have arrived, nobody can say that the message failed.
  private func fail(
    _ error: DeliveryError, _ ledger: inout Ledger<SQLiteLedgerState>
  ) throws(StoreError) {
    let isPartial = try outbox.has(.sent, part.operation)
    try end(.failed, as: isPartial ? .uncertain : .failed, error)
    if isPartial {
      try ledger.becameUncertain(part.name, error)
    } else {
      try ledger.failed(part.name, error)
    }
  }

  /// The parts behind one that did not arrive are not sent: half a message helps nobody.
  private func end(
    _ state: PartState, as whole: OperationState? = nil, _ error: DeliveryError
  ) throws(StoreError) {
    try outbox.set(state, part.operation, part.number)
    try outbox.set(error, part.operation, part.number)
    try outbox.drop(part.operation)
    try outbox.end(part.operation, as: whole ?? .uncertain, error)
    try outbox.note(step(state == .failed ? .failed : .uncertain, error))
    try outbox.advance(part.lane)
  }

  private func replace(by other: Part) throws(StoreError) {
    try outbox.replace(part.operation, part.number, by: other)
    try outbox.wait(part.lane, until: outbox.now)
  }
}

extension SendOutcome {
  /// Whether the platform may have done what it did not answer to.
  fileprivate var isLost: Bool {
    switch self {
    case .unknown, .uncertain: true
    case .sent, .retry, .postponed, .failed, .mended, .moved: false
    }
  }
}
