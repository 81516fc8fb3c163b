import AdapterKit
import EventModel
import Store

extension StoreContract {
  static var outcomes: [Promise] {
    [
      Promise("a receipt names the message and moves its status") { try await $0.sentIsWritten() },
      Promise("a message fails with what is behind it of itself") { try await $0.failedEndsOne() },
      Promise("a message of which a part arrived is uncertain when the next is refused") {
        try await $0.partialIsUncertain()
      },
      Promise("what is uncertain lets the lane go on") { try await $0.uncertainGoesOn() },
      Promise("a retry puts the message back into the queue") { try await $0.retryIsShown() },
      Promise("a message of ours can be read by its lead") { try await $0.sentIsRead() },
    ]
  }

  private func sentIsWritten() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7", parts: 2)
    try expect(
      try await scene.event(id).facets[.status]?.sending?.status, is: .queued, "at first")
    try await scene.work { scene.receipt($0, in: "7") }
    let between = try await scene.event(id)
    try expect(
      try between.facets[.status]?.sending?.status, is: .sendingToPlatform, "after one part")
    try expect(between.externalMessageID, is: Sample.mark(id, 0), "the platform's identifier")
    try expect(try await scene.dialog(with: "7").counters.unreadByLead, is: 0, "unread so far")
    scene.clock.advance(bySeconds: 1)
    try await scene.work { scene.receipt($0, in: "7") }

    let event = try await scene.event(id)
    let status = try event.facets[.status]
    try expect(status?.sending?.status, is: .sent, "at last")
    try expect(status?.delivery?.deliveredAt, is: scene.clock.now, "the time of it")
    try expect(event.externalMessageID, is: Sample.mark(id, 0), "the first part's identifier")
    let dialog = try await scene.dialog(with: "7")
    try expect(dialog.counters.unreadByLead, is: 1, "unread by the lead")
    try expect(dialog.counters.messages, is: 1, "messages")
    for part in 0...1 {
      let key = Sample.key("7", Sample.mark(id, part))
      try expect(
        try await scene.store.dialog(ofMessage: key, channel: scene.channel),
        is: dialog.identity.id, "the dialog of part \(part)")
    }
  }

  private func failedEndsOne() async throws {
    let scene = try await scene()
    let first = try await scene.send(to: "7", parts: 3)
    let second = try await scene.send(to: "7")
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }

    let event = try await scene.event(first)
    let status = try event.facets[.status]
    try expect(status?.sending?.status, is: .failed, "the state")
    try expect(status?.delivery?.failureReason, is: .userBlocked, "the reason")
    try expect(try event.facets[.error]?.kind, is: .userBlocked, "the error")
    try expect(try await scene.dialog(with: "7").state.hasErrors, is: true, "the dialog's flag")
    try expect(try await scene.unsent.lease(10).map(\.event), is: [second], "what goes on")
    try expect(
      try await scene.store.backlog(of: scene.channel).unsent, is: 1, "parts that wait")
  }

  private func partialIsUncertain() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7", parts: 3)
    try await scene.work { scene.receipt($0, in: "7") }
    try await scene.work { _ in .failed(Sample.refused, at: scene.clock.now) }

    try await expectUncertain(id, in: scene)
    let event = try await scene.event(id)
    try expect(event.externalMessageID, is: Sample.mark(id, 0), "the part that arrived")
    let steps = try await scene.store.checkpoints(of: id)
    try expect(
      steps.map(\.step),
      is: [.queued, .sending, .sent, .sending, .failed], "the steps")
    try expect(steps[2].messages, is: [Sample.key("7", Sample.mark(id, 0))], "the part that is")
    try expect(try await scene.unsent.lease(10).count, is: 0, "parts that wait")
  }

  private func uncertainGoesOn() async throws {
    let scene = try await scene()
    let first = try await scene.send(to: "7", parts: 2)
    let second = try await scene.send(to: "7")
    try await scene.work { _ in .uncertain(Sample.unclear, at: scene.clock.now) }

    try await expectUncertain(first, in: scene)
    try expect(try await scene.unsent.lease(10).map(\.event), is: [second], "what goes on")
    try expect(try await scene.store.backlog(of: scene.channel).uncertain, is: 1, "uncertain")
  }

  private func retryIsShown() async throws {
    let scene = try await scene()
    let id = try await scene.send(to: "7")
    try await scene.work { _ in .retry(at: scene.clock.now, Sample.unclear) }

    let status = try await scene.event(id).facets[.status]
    try expect(status?.sending?.status, is: .queued, "the state")
    try expect(status?.sending?.errorInternal, is: "no answer", "the reason")
  }

  private func sentIsRead() async throws {
    let scene = try await scene()
    var ids: [EventID] = []
    for _ in 1...3 {
      ids.append(try await scene.send(to: "7"))
      try await scene.work { scene.receipt($0, in: "7") }
    }
    try expect(try await scene.dialog(with: "7").counters.unreadByLead, is: 3, "unread at first")

    try await scene.read(
      .readUpTo(
        Sample.key("7", Sample.mark(ids[1], 0)), in: Sample.address(of: "7"), at: scene.clock.now))

    var isRead: [Bool?] = []
    for id in ids { isRead.append(try await scene.event(id).facets[.status]?.read?.isRead) }
    try expect(isRead, is: [true, true, nil], "what is read")
    try expect(try await scene.dialog(with: "7").counters.unreadByLead, is: 1, "unread now")
  }
}
