import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var ownChanges: [Promise] {
    [
      Promise("an edit changes the row at once and the platform behind it") {
        try await $0.editsAreSettled()
      },
      Promise("a refused deletion says so on the row") { try await $0.refusedDeletionIsShown() },
      Promise("a row has the formatting of its text") { try await $0.formattingIsKept() },
      Promise("a message that waits is edited in the queue") { try await $0.waitingIsEdited() },
      Promise("a part is said in another way when the platform asks for it") {
        try await $0.partsAreMended()
      },
      Promise("a conversation moves with what waits for it") { try await $0.conversationsMove() },
      Promise("a reaction of ours takes the place of the one before") {
        try await $0.reactionsChange()
      },
    ]
  }

  private func change(
    _ operation: (KnownMessage) -> Outgoing.Operation, of id: EventID,
    in scene: StoreScene<Subject>, _ action: PlatformAction.State, parts: Int = 1
  ) async throws -> Submission {
    let row = try require(try await scene.store.known(id), "row")
    let dialog = try require(row.dialog, "dialog")
    let own = scene.store.nextEventID()
    let plan = Plan(
      (0..<parts).map { number in
        Part(.object { $0.member("again", Int64(number)) }, repeats: .areHarmless)
      })
    var submission = Submission(
      to: scene.channel, as: Sample.identity,
      Outgoing(own, in: Sample.address(of: "7"), operation(row.message)), plan: plan,
      dialog: .known(dialog), sender: Sender(.user, id: "operator"), at: scene.clock.now,
      expiresAt: scene.clock.now.advanced(byMilliseconds: 60_000))
    submission.platformAction = PlatformAction(state: action, required: action == .pending)
    return submission
  }

  private func editsAreSettled() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await scene.work { scene.receipt($0, in: "7") }
    let edit = try await change(
      { .edit($0, OutgoingMessage("new")) }, of: id, in: scene, .pending)
    _ = try await scene.store.accept(edit)

    var event = try await scene.event(id)
    try expect(event.message?.content, is: "new", "the text")
    var block = try event.facets[.messageInteractions]
    try expect(block?.platformEdit?.state, is: .pending, "the platform's side at first")
    try expect(block?.editing?.originalContent, is: "to 7", "the first text")
    try await scene.work { part in
      .sent(PartReceipt([]), at: scene.clock.now)
    }

    event = try await scene.event(id)
    block = try event.facets[.messageInteractions]
    try expect(block?.platformEdit?.state, is: .succeeded, "the platform's side at last")
    try expect(try event.facets[.status]?.sending?.status, is: .sent, "the message's own state")
  }

  private func refusedDeletionIsShown() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await scene.work { scene.receipt($0, in: "7") }
    _ = try await scene.store.accept(
      try await change({ .delete($0) }, of: id, in: scene, .pending))
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }

    let event = try await scene.event(id)
    let action = try event.facets[.messageInteractions]?.platformDelete
    try expect(try event.facets[.status]?.deletion?.isDeleted, is: true, "our side")
    try expect(action?.state, is: .failed, "the platform's side")
    try expect(action?.reason, is: .failed, "the reason")
    try expect(action?.error, is: "7: no", "the error")
    let again = try await scene.store.known(id)
    try expect(again?.message.keys, is: [Sample.key("7", Sample.mark(id, 0))], "its names")
  }

  private func formattingIsKept() async throws {
    let scene = try await scene()
    let bold = RichText("a new one", spans: [.init(.bold, 2..<5)])
    let id = scene.store.nextEventID()
    _ = try await scene.store.accept(
      Sample.submission(id, to: "7", saying: bold, at: scene.clock.now))
    var message = try await scene.event(id).message
    try expect(message?.entities, is: bold.entities, "its spans")
    try expect(message?.htmlContent, is: "a <b>new</b> one", "the same as HTML")

    try await scene.work { scene.receipt($0, in: "7") }
    _ = try await scene.store.accept(
      try await change({ .edit($0, OutgoingMessage("plain")) }, of: id, in: scene, .pending))
    message = try await scene.event(id).message
    try expect(message?.entities, is: nil, "spans of a plain text")
    try expect(message?.htmlContent, is: nil, "a plain text as HTML")
  }

  private func waitingIsEdited() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try expect(try await scene.store.known(id)?.isUntouched, is: true, "whether it can be")
    var edit = try await change(
      { .edit($0, OutgoingMessage("new")) }, of: id, in: scene, .notRequired, parts: 2)
    edit.isInQueue = true
    _ = try await scene.store.accept(edit)

    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.event), is: [id], "what is due")
    try expect(parts.map(\.part.request), is: [edit.plan.parts[0].request], "its request")
    try expect(try await scene.event(id).message?.content, is: "new", "the text")
    try await expectConflict(.alreadyBegun) { _ = try await scene.store.accept(edit) }
  }

  private func partsAreMended() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    let plain = Part(.object { $0.member("plain", true) })
    try await scene.work { _ in .mended(plain, .formattingPlain) }

    try expect(
      try await scene.event(id).tags, is: ["degraded:formatting=plain"], "what was lost")
    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.part.request), is: [plain.request], "what is due")
    try expect(parts.map(\.mended), is: [[.formattingPlain]], "what it has lost already")
  }

  private func conversationsMove() async throws {
    let scene = try await scene()
    try await scene.send(to: "7")
    let other = Part(.object { $0.member("to", "8") })
    try await scene.work { _ in .moved(to: Sample.address(of: "8"), other) }

    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.part.request), is: [other.request], "what is due")
    try expect(parts.map(\.isMoved), is: [true], "whether it was moved")
    try expect(parts.map(\.address.chatID), is: ["8"], "where it goes")
  }

  private func reactionsChange() async throws {
    let scene = try await scene()
    try await scene.read(.event(Sample.message(from: "7", "1", "hello")))
    let id = try require(try await scene.events().first?.id, "row")
    for emoji in ["a", "b", "b"] {
      _ = try await scene.store.note(.reacted(emoji: emoji), of: id)
    }

    let event = try await scene.event(id)
    let reactions = try event.facets[.messageInteractions]?.reactions
    try expect(reactions?.map(\.emoji), is: ["b"], "the reactions")
    try expect(event.timeline.version, is: 3, "the version")
  }
}
