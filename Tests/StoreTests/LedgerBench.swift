import AdapterKit
import EventModel
import Store
import StoreTesting

/// A ledger over an empty memory, whose clock follows the drafts.
struct LedgerBench {
  private(set) var state = MemoryLedgerState()
  private let ids = EventIDs(process: [1], after: nil, now: { Sample.noon })

  /// Applies a draft that was received at that time, by default when it happened.
  mutating func apply(_ draft: Draft, receivedAt: Timestamp? = nil) throws {
    try fold(at: receivedAt ?? draft.occurredAt) { try $0.apply(draft) }
  }

  mutating func apply(_ draft: EventDraft, receivedAt: Timestamp? = nil) throws {
    try apply(.event(draft), receivedAt: receivedAt)
  }

  /// Something about the message of that name in a person's conversation.
  mutating func apply(
    _ change: Change, to id: String, of person: String, at time: Timestamp = Sample.noon,
    otherwise: EventDraft? = nil
  ) throws {
    try apply(
      .change(
        ChangeDraft(
          of: Sample.key(person, id), change, at: time, claims: [], otherwise: otherwise)))
  }

  /// Promises a message of ours and brings it to its end.
  @discardableResult
  mutating func send(
    to person: String, at time: Timestamp = Sample.noon, by kind: Sender.Kind = .user,
    to dialog: Dialog.Address? = nil
  ) throws -> EventID {
    let event = EventID(ids.next())
    var submission = Sample.submission(event, to: person, at: time)
    if let dialog { submission.dialog = .address(dialog) }
    submission.sender = Sender(kind, id: "sender")
    let promised = submission
    try fold(at: time) { ledger in
      _ = try ledger.accept(promised)
      let operation = Operation(event, of: event, .message)
      try ledger.beganSending(operation, [])
      let key = Sample.key(person, Sample.mark(event, 0))
      try ledger.arrived(operation, PartReceipt([key]), part: PartPlace(0, isLast: true))
    }
    return event
  }

  mutating func fold(
    at now: Timestamp = Sample.noon,
    _ body: (inout Ledger<MemoryLedgerState>) throws -> Void
  ) throws {
    var ledger = Ledger(over: state, of: Sample.channel, as: Sample.identity, at: now, ids: ids)
    try body(&ledger)
    state = ledger.state
  }

  mutating func expectEcho(of event: EventID, under mark: String) { state.marks[mark] = event }

  // MARK: Looking

  func dialog(at address: Dialog.Address) throws -> Dialog {
    try require(
      state.dialogs.first { $0.address.key == address.key }, "dialog at \(address.key)")
  }

  func dialog(with person: String) throws -> Dialog {
    try dialog(at: Sample.address(of: person))
  }

  func event(_ id: String, of person: String) throws -> Event {
    let row = state.event(of: Sample.key(person, id))
    return try require(row.flatMap { state.newest(of: $0) }, "message \(id) of \(person)")
  }
}

extension Draft {
  fileprivate var occurredAt: Timestamp {
    switch self {
    case .event(let draft): draft.occurredAt
    case .change(let draft): draft.occurredAt
    case .readUpTo(_, _, let at): at
    case .moved: Sample.noon
    }
  }
}

extension Timestamp {
  /// So many seconds after noon.
  static func noon(plus seconds: Int64) -> Timestamp {
    Sample.noon.advanced(byMilliseconds: seconds * 1000)
  }
}
