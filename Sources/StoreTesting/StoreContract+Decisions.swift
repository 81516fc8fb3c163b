import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var decisions: [Promise] {
    [
      Promise("what failed is tried again when somebody wants it") {
        try await $0.failedIsRetried()
      },
      Promise("what is uncertain counts as sent when somebody says so") {
        try await $0.uncertainIsAssumed()
      },
      Promise("what waits is cancelled") { try await $0.waitingIsCancelled() },
      Promise("an echo settles what is uncertain") { try await $0.echoSettles() },
      Promise("a receipt behind its echo changes nothing more") {
        try await $0.receiptFollowsEcho()
      },
    ]
  }

  private func failedIsRetried() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }
    let dead = try await scene.store.deadLetters(DeadLetterFilter(), PageRequest()).rows
    try expect(dead.map(\.operation), is: [id], "dead letters")
    try expect(dead.map(\.error), is: [Sample.refused], "their errors")

    let key = Idempotency(apiKey: "a", key: "k", route: "r", bodyHash: [1])
    let answer = AnswerForRepeats(to: key) { event in
      KeptAnswer(status: 200, body: Array(event.id.rawValue.utf8))
    }
    let event = try await scene.store.decide(.retry, of: id, keeping: answer)

    guard case .replayed(let kept) = try await scene.store.answer(to: key) else {
      throw Breach("no answer is kept")
    }
    try expect(kept.body, is: Array(id.rawValue.utf8), "the answer that is kept")
    try expect(try event.facets[.status]?.sending?.status, is: .queued, "the state")
    try expect(try event.facets[.error] == nil, "the error stays")
    let left = try await scene.store.deadLetters(DeadLetterFilter(), PageRequest()).rows
    try expect(left.count, is: 0, "dead letters left")
    try await scene.work { scene.receipt($0, in: "7") }
    try expect(try await scene.event(id).facets[.status]?.sending?.status, is: .sent, "the end")
    try await expectConflict(.notFailed) { _ = try await scene.store.decide(.retry, of: id) }
  }

  private func uncertainIsAssumed() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await expectConflict(.notUncertain) {
      _ = try await scene.store.decide(.assumeSent, of: id)
    }
    try await scene.work { _ in .uncertain(Sample.unclear, at: scene.clock.now) }

    let event = try await scene.store.decide(.assumeSent, of: id)

    try expect(try event.facets[.status]?.sending?.status, is: .sent, "the state")
    try expect(event.tags, is: [], "the tags")
    try expect(try await scene.store.backlog(of: scene.channel).uncertain, is: 0, "uncertain")
  }

  private func waitingIsCancelled() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7", parts: 2)
    let second = try await scene.send(to: "7")

    let event = try await scene.store.decide(.cancel, of: id)

    try expect(try event.facets[.status]?.sending?.status, is: .failed, "the state")
    try expect(event.tags, is: ["delivery:cancelled"], "the tags")
    let parts = try await scene.unsent.lease(10)
    try expect(parts.map(\.event), is: [second], "what goes on")
    try await expectConflict(.alreadyBegun) {
      _ = try await scene.store.decide(.cancel, of: second)
    }
  }

  private func echoSettles() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await scene.work { _ in .uncertain(Sample.unclear, at: scene.clock.now) }

    try await scene.read(.event(echo(of: id)))

    let event = try await scene.event(id)
    try expect(try event.facets[.status]?.sending?.status, is: .sent, "the state")
    try expect(event.externalMessageID, is: "11", "the platform's identifier")
    try expect(event.tags, is: [], "the tags")
    try expect(try await scene.events().count, is: 1, "rows")
  }

  private func receiptFollowsEcho() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    let parts = try await scene.unsent.lease(1)
    try await scene.unsent.mark(parts, at: scene.clock.now)
    try await scene.read(.event(echo(of: id)))
    let version = try await scene.event(id).timeline.version

    try await scene.unsent.settle([
      (item: parts[0], outcome: .uncertain(Sample.unclear, at: scene.clock.now))
    ])

    let event = try await scene.event(id)
    try expect(try event.facets[.status]?.sending?.status, is: .sent, "the state")
    try expect(event.timeline.version, is: version, "the version")
    try expect(try await scene.dialog(with: "7").counters.unreadByLead, is: 1, "unread by the lead")
  }

  private func echo(of event: EventID) -> EventDraft {
    var echo = Sample.answer(to: "7", "11", "to 7")
    echo.links.echo = .mark(Sample.mark(event, 0))
    return echo
  }

  func expectConflict(
    _ obstacle: Obstacle, _ body: () async throws -> Void
  ) async throws {
    do { try await body() } catch StoreError.conflict(obstacle) { return }
    throw Breach("it was done in spite of \(obstacle)")
  }
}
