import AdapterKit
import EventModel
import JSON
import Store

/// What a row is like after a part of an operation came to an outcome.
private struct Verdict: Equatable {
  /// Of a message: its state; of an edit or a deletion: the platform's side.
  var state: String
  /// How many versions the marking and the outcome made.
  var versions: Int64
  /// The steps behind the acceptance.
  var steps: [Checkpoint.Step]
  var error: DeliveryError.Kind?
  /// The platform's own words, where they are told.
  var reason: String?
  var tags: [String] = []
}

extension StoreContract {
  static var outcomeTable: [Promise] {
    [OperationKind.message, .forward, .edit, .delete].flatMap { kind in
      everyOutcome.map { name, outcome in
        Promise("a part of a \(kind.word) that is \(name) is told on its row") {
          try await $0.outcomeIsTold(of: kind, name, outcome)
        }
      }
    }
  }

  private static var everyOutcome: [(name: String, outcome: SendOutcome)] {
    let later = Sample.noon.advanced(byMilliseconds: 9_000)
    let other = Part(.object { $0.member("other", true) })
    return [
      ("sent", .sent(PartReceipt([Sample.key("7", "1")]), at: Sample.noon)),
      ("retried", .retry(at: later, Sample.unclear)),
      ("unknown", .unknown(until: later, Sample.unclear)),
      ("uncertain", .uncertain(Sample.unclear, at: Sample.noon)),
      ("failed", .failed(Sample.refused, at: Sample.noon)),
      ("mended", .mended(other, .formattingPlain)),
      ("moved", .moved(to: Sample.address(of: "7-new"), other)),
      ("postponed", .postponed(until: later)),
      ("unmarked", .postponed(until: later)),
    ]
  }

  private static var messageVerdicts: [String: Verdict] {
    let uncertain = "delivery:uncertain"
    return [
      "sent": Verdict(state: "sent", versions: 2, steps: [.sending, .sent]),
      "retried": Verdict(
        state: "queued", versions: 2, steps: [.sending, .queued], reason: "no answer"),
      "unknown": Verdict(state: "sending_to_platform", versions: 1, steps: [.sending, .unknown]),
      "uncertain": Verdict(
        state: "sending_to_platform", versions: 2, steps: [.sending, .uncertain],
        reason: "no answer", tags: [uncertain]),
      "failed": Verdict(
        state: "failed", versions: 2, steps: [.sending, .failed], error: .userBlocked,
        reason: "7: no"),
      "mended": Verdict(
        state: "queued", versions: 2, steps: [.sending, .mended],
        tags: ["degraded:formatting=plain"]),
      "moved": Verdict(state: "sending_to_platform", versions: 1, steps: [.sending, .moved]),
      "postponed": Verdict(state: "queued", versions: 0, steps: []),
      "unmarked": Verdict(state: "queued", versions: 2, steps: []),
    ]
  }

  private static var changeVerdicts: [String: Verdict] {
    [
      "sent": Verdict(state: "succeeded", versions: 1, steps: [.sending, .sent]),
      "retried": Verdict(state: "pending", versions: 0, steps: [.sending, .queued]),
      "unknown": Verdict(state: "pending", versions: 0, steps: [.sending, .unknown]),
      "uncertain": Verdict(
        state: "pending", versions: 1, steps: [.sending, .uncertain], reason: "no answer"),
      "failed": Verdict(
        state: "failed", versions: 1, steps: [.sending, .failed], reason: "7: no"),
      "mended": Verdict(
        state: "pending", versions: 1, steps: [.sending, .mended],
        tags: ["degraded:formatting=plain"]),
      "moved": Verdict(state: "pending", versions: 0, steps: [.sending, .moved]),
      "postponed": Verdict(state: "pending", versions: 0, steps: []),
      "unmarked": Verdict(state: "pending", versions: 0, steps: []),
    ]
  }

  private func outcomeIsTold(
    of kind: OperationKind, _ name: String, _ outcome: SendOutcome
  ) async throws {
    let verdicts = kind.isNewMessage ? Self.messageVerdicts : Self.changeVerdicts
    let scene = try await scene()
    let (operation, row) = try await begin(kind, in: scene)
    let before = try await scene.event(row)
    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.operation), is: [operation], "what is due")
    if name != "postponed" { try await scene.unsent.mark(parts, at: scene.clock.now) }
    try await scene.unsent.settle(parts.map { (item: $0, outcome: outcome) })

    let event = try await scene.event(row)
    let steps = try await scene.store.checkpoints(of: row).filter { $0.operation == operation }
    let found = Verdict(
      state: try state(of: event, by: kind),
      versions: event.timeline.version - before.timeline.version,
      steps: steps.dropFirst().map(\.step), error: try event.facets[.error]?.kind,
      reason: try reason(of: event, by: kind), tags: event.tags)
    try expect(found, is: try require(verdicts[name], "verdict"), "the row")
    try await expectDue(operation, after: name, in: scene)
  }

  /// What is not at its end is due at its time, and nothing else is.
  private func expectDue(
    _ operation: EventID, after name: String, in scene: StoreScene<Subject>
  ) async throws {
    let isOver = ["sent", "uncertain", "failed"].contains(name)
    let isAtOnce = ["mended", "moved"].contains(name)
    let atOnce = try await scene.unsent.lease(10)
    try expect(atOnce.map(\.operation), is: isAtOnce ? [operation] : [], "at once after \(name)")
    scene.clock.advance(bySeconds: 9)
    let later = try await scene.unsent.lease(10)
    try expect(
      later.map(\.operation), is: isOver || isAtOnce ? [] : [operation], "later after \(name)")
    try expect(
      (atOnce + later).map(\.isUnknown), is: isOver ? [] : [name == "unknown"],
      "whether it is unknown after \(name)")
  }

  private func state(of event: Event, by kind: OperationKind) throws -> String {
    let block = try event.facets[.messageInteractions]
    return switch kind {
    case .message, .forward: try event.facets[.status]?.sending?.status?.rawValue ?? ""
    case .edit: block?.platformEdit?.state.rawValue ?? ""
    case .delete: block?.platformDelete?.state.rawValue ?? ""
    }
  }

  private func reason(of event: Event, by kind: OperationKind) throws -> String? {
    let block = try event.facets[.messageInteractions]
    return switch kind {
    case .message, .forward: try event.facets[.status]?.sending?.errorInternal
    case .edit: block?.platformEdit?.error
    case .delete: block?.platformDelete?.error
    }
  }

  /// Accepts an operation of one part, and gives it with its row.
  private func begin(
    _ kind: OperationKind, in scene: StoreScene<Subject>
  ) async throws -> (operation: EventID, row: EventID) {
    guard kind != .message else {
      let id = try await scene.send(to: "7")
      return (id, id)
    }
    let first = try await scene.send(to: "7")
    try await scene.work { scene.receipt($0, in: "7") }
    let known = try require(try await scene.store.known(first), "row").message
    let id = scene.store.nextEventID()
    var submission = Sample.submission(id, to: "7", at: scene.clock.now)
    let operation: Outgoing.Operation =
      switch kind {
      case .forward: .forward(Outgoing.Forward([known]))
      case .delete: .delete(known)
      default: .edit(known, OutgoingMessage("new"))
      }
    submission.outgoing = Outgoing(id, in: Sample.address(of: "7"), operation)
    if !kind.isNewMessage {
      submission.platformAction = PlatformAction(state: .pending, required: true)
    }
    _ = try await scene.store.accept(submission)
    return (id, kind == .forward ? id : first)
  }
}
