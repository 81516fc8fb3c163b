import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var troubles: [Promise] {
    [
      Promise("a dialog has errors until each is mended") { try await $0.errorsAreMended() },
      Promise("a file that is lost is an error until it has come") { try await $0.lossIsMended() },
      Promise("what nobody wants any more is no error") { try await $0.unwantedIsNoError() },
      Promise("a message says how far its files are") { try await $0.filesAreOnTheirWay() },
      Promise("what was done directly is written on the row") { try await $0.effectsAreNoted() },
      Promise("a mark of reading may come before the receipt") { try await $0.marksRunAhead() },
    ]
  }

  private func expectErrors(_ isSo: Bool, _ when: String, in scene: StoreScene<Subject>)
    async throws
  {
    try expect(
      try await scene.dialog(with: "7").state.hasErrors, is: isSo, "whether it has errors \(when)")
  }

  private func errorsAreMended() async throws {
    let scene = try await scene()
    var ids: [EventID] = []
    for _ in 1...3 {
      ids.append(try await scene.send(to: "7"))
      try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }
      try await expectErrors(true, "after a failure", in: scene)
    }
    _ = try await scene.store.decide(.retry, of: ids[0])
    try await scene.work { scene.receipt($0, in: "7") }
    try await expectErrors(true, "while two are left", in: scene)
    _ = try await scene.store.decide(.retry, of: ids[1])
    var echo = Sample.answer(to: "7", "11", "to 7")
    echo.links.echo = .mark(Sample.mark(ids[2], 0))
    try await scene.read(.event(echo))
    try await expectErrors(false, "when one waits again and one came back", in: scene)
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }
    try await expectErrors(true, "after it failed again", in: scene)
    _ = try await scene.store.decide(.retry, of: ids[1])
    try await scene.work { scene.receipt($0, in: "7") }
    try await expectErrors(false, "at last", in: scene)
  }

  private func unwantedIsNoError() async throws {
    let scene = try await scene()
    let cancelled = try await scene.send(to: "7")
    _ = try await scene.store.decide(.cancel, of: cancelled)
    try await expectErrors(false, "after it was cancelled", in: scene)
    let failed = try await scene.send(to: "7")
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }
    try await expectErrors(true, "after a failure", in: scene)

    let known = try require(try await scene.store.known(failed), "row")
    let id = scene.store.nextEventID()
    var submission = Sample.submission(id, to: "7", at: scene.clock.now)
    submission.outgoing = Outgoing(id, in: Sample.address(of: "7"), .delete(known.message))
    submission.platformAction = PlatformAction(state: .notRequired, required: false)
    submission.plan = Plan([])
    _ = try await scene.store.accept(submission)
    try await expectErrors(false, "after it was deleted", in: scene)
  }

  private func lossIsMended() async throws {
    let scene = try await scene()
    var draft = Sample.message(from: "7", "1", "look")
    var photo = Attachment(.photo)
    photo.source = .object { $0.member("file", "x") }
    draft.attachments = [photo]
    try await scene.read(.event(draft))
    let queue = scene.store.missingFiles(of: scene.channel)
    let due = try await queue.lease(10)
    try await queue.settle(
      due.map {
        (item: $0, outcome: .failed(.uploadFailed, Sample.unclear, at: scene.clock.now))
      })
    try await expectErrors(true, "after a loss", in: scene)

    let id = try require(due.first?.file.id, "file")
    _ = try await scene.store.refetch(id)
    try expect(try await attachment(in: scene, "upload_status"), is: "pending", "the status again")
    try await expectErrors(false, "while it is tried again", in: scene)
    let content = FileContent(
      sha256: String(repeating: "ef", count: 32), size: 5, mimeType: "image/png")
    scene.clock.advance(bySeconds: 7)
    try await queue.settle(
      try await queue.lease(10).map { (item: $0, outcome: .ready(content, at: scene.clock.now)) })
    try await expectErrors(false, "at last", in: scene)
    try expect(
      try await attachment(in: scene, "uploaded_at"), is: scene.clock.now.description,
      "when it came")
    try expect(try await attachment(in: scene, "upload_status"), is: "ready", "the status")
    try expect(
      try await attachment(in: scene, "unavailable_reason") == nil, "it is unavailable still")
  }

  private func attachment(
    in scene: StoreScene<Subject>, _ name: String
  ) async throws -> String? {
    let row = try await scene.events().first { !$0.attachments.isEmpty }
    return try row?.attachments.first?.more.first { $0.name == name }?.value.parsed().string
  }

  private func filesAreOnTheirWay() async throws {
    let scene = try await scene()
    let id = scene.store.nextEventID()
    var submission = Sample.submission(id, to: "7", at: scene.clock.now)
    var photo = Attachment(.photo)
    photo.id = "file-1"
    var message = OutgoingMessage("look")
    message.attachments = [photo]
    submission.outgoing = Outgoing(id, in: Sample.address(of: "7"), .message(message))
    submission.plan.parts[0].files = [FileUse("file-1", as: "photo")]
    _ = try await scene.store.accept(submission)
    try expect(try await attachment(in: scene, "delivery_status"), is: "pending", "at first")

    let parts = try await scene.unsent.lease(1)
    try await scene.unsent.beginUploading(parts[0], at: scene.clock.now)
    try expect(try await attachment(in: scene, "delivery_status"), is: "uploading", "then")
    try expect(try await attachment(in: scene, "delivery_stage"), is: "platform_upload", "where")
    let state = try await scene.event(id).facets[.status]?.sending?.status
    try expect(state, is: .uploadingAttachments, "the message's state")
    try await scene.unsent.mark(parts, at: scene.clock.now)
    try expect(try await attachment(in: scene, "delivery_status"), is: "uploaded", "once up")
    try await scene.unsent.settle([
      (item: parts[0], outcome: .failed(Sample.refused, at: scene.clock.now))
    ])
    try expect(try await attachment(in: scene, "delivery_status"), is: "failed", "refused")
    try expect(try await attachment(in: scene, "delivery_error"), is: "7: no", "why")
    _ = try await scene.store.decide(.retry, of: id)
    try await scene.work { scene.receipt($0, in: "7") }
    try expect(try await attachment(in: scene, "delivery_status"), is: "sent", "at last")
    try expect(try await attachment(in: scene, "delivery_error") == nil, "an error stays")
    let steps = try await scene.store.checkpoints(of: id).map(\.step)
    try expect(
      steps, is: [.queued, .uploading, .sending, .failed, .queued, .sending, .sent], "the steps")
  }

  private func effectsAreNoted() async throws {
    let scene = try await scene()
    for number in 1...3 {
      try await scene.read(.event(Sample.message(from: "7", "\(number)", "a")))
    }
    let rows = try await scene.events()
    let sender = Sender(.user, id: "o")
    var event = try await scene.store.note(.pinned(by: sender), of: rows[0].id)
    try expect(
      try event.facets[.messageInteractions]?.pinning?.pinnedBy, is: "user:o", "who pinned it")
    event = try await scene.store.note(.unpinned, of: rows[0].id)
    try expect(try event.facets[.messageInteractions]?.pinning?.isPinned, is: false, "pinned")
    try expect(event.timeline.version, is: 3, "the version")
    event = try await scene.store.note(.readUpTo(by: sender), of: rows[1].id)
    try expect(try event.facets[.status]?.read?.markedBy, is: "operator:o", "who read it")
    try expect(try await scene.dialog(with: "7").counters.unreadByOperator, is: 1, "unread")
    _ = try await scene.store.note(.readUpTo(by: sender), of: rows[0].id)
    try expect(try await scene.dialog(with: "7").counters.unreadByOperator, is: 1, "unread still")

    var draft = Sample.message(from: "7", "9", "?")
    draft.facets.set(
      MessageInteractions { $0.poll = Poll { $0.question = "?" } }, for: .messageInteractions)
    try await scene.read(.event(draft))
    let poll = try require(try await scene.events().last, "poll")
    event = try await scene.store.note(.pollStopped, of: poll.id)
    try expect(
      try event.facets[.messageInteractions]?.poll?.state.closed, is: true, "whether it is closed")
  }

  private func marksRunAhead() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    let parts = try await scene.unsent.lease(1)
    try await scene.unsent.mark(parts, at: scene.clock.now)
    try await scene.read(
      .readUpTo(Sample.key("7", "12"), in: Sample.address(of: "7"), at: scene.clock.now))
    let receipt = PartReceipt([Sample.key("7", "11")], sentAt: scene.clock.now)
    try await scene.unsent.settle([
      (item: parts[0], outcome: .sent(receipt, at: scene.clock.now))
    ])

    let status = try await scene.event(id).facets[.status]
    try expect(status?.read?.isRead, is: true, "whether it is read")
    try expect(try await scene.dialog(with: "7").counters.unreadByLead, is: 0, "unread")
  }
}
