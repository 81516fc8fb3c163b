import AdapterKit
import EventModel
import JSON
import Store

extension StoreContract {
  static var expectations: [Promise] {
    [
      Promise("a press that nobody answers falls due") { try await $0.pressesFallDue() },
      Promise("a press is answered once") { try await $0.pressesAreAnsweredOnce() },
      Promise("long data of a button is restored on its press") { try await $0.dataIsRestored() },
      Promise("a vote is told from the one before") { try await $0.votesAreCompared() },
    ]
  }

  private func press(_ id: String, _ data: String) -> EventDraft {
    let click = ButtonClick {
      $0.callbackData = data
      $0.callbackID = id
      $0.action = .callback
    }
    return Sample.happening(.buttonClicked(click), by: "7", id) {
      $0.target = Event.Target(.interaction, id: id)
      $0.expects = Expectation(
        .press, token: id, patience: .seconds(5),
        otherwise: Part(.object { $0.member("answer", id) }, bounds: [.channel]))
    }
  }

  private func pressesFallDue() async throws {
    var scene = try await scene()
    try await scene.read(.event(press("c1", "yes")))
    let queue = scene.store.overdue(of: scene.channel)
    try expect(try await queue.lease(10).count, is: 0, "what is due at once")
    try expect(
      try await queue.nextDue(), is: scene.clock.now.advanced(byMilliseconds: 5_000), "the time")
    scene.clock.advance(bySeconds: 5)
    try await scene.reopen()

    let due = try await scene.store.overdue(of: scene.channel).lease(10)
    try expect(due.map(\.expectation.token), is: ["c1"], "what is due")
    try expect(due.map(\.expectation.otherwise?.bounds), is: [[.channel]], "its bounds")
    let event = due[0].event
    try await expectConflict(.tooLate) { _ = try await scene.store.take(event) }
    try await scene.store.overdue(of: scene.channel).settle(
      due.map { (item: $0, outcome: .over) })
    try await expectConflict(.tooLate) { _ = try await scene.store.take(event) }
  }

  private func pressesAreAnsweredOnce() async throws {
    let scene = try await scene()
    try await scene.read(.event(press("c1", "yes")))
    let known = try require(try await scene.store.expectation(token: "c1"), "expectation")

    _ = try await scene.store.take(known.event)
    try await expectConflict(.answered) { _ = try await scene.store.take(known.event) }
    scene.clock.advance(bySeconds: 5)
    try expect(
      try await scene.store.overdue(of: scene.channel).lease(10).count, is: 0, "what is due")
    try await scene.store.giveBack(known.event)
    try expect(
      try await scene.store.overdue(of: scene.channel).lease(10).count, is: 1, "what is due again")
  }

  private func dataIsRestored() async throws {
    let scene = try await scene()
    let event = scene.store.nextEventID()
    var submission = Sample.submission(event, to: "7", at: scene.clock.now)
    var button = Button("Yes")
    button.callbackData = "~token"
    var message = OutgoingMessage("?")
    message.buttons = [button]
    submission.outgoing = Outgoing(event, in: Sample.address(of: "7"), .message(message))
    submission.callbackData = ["~token": "a long story"]
    _ = try await scene.store.accept(submission)
    try expect(
      try await scene.event(event).buttons.map(\.callbackData), is: ["a long story"],
      "the data on the event")
    try await scene.work { scene.receipt($0, in: "7") }

    var draft = press("c1", "~token")
    draft.links.about = Sample.key("7", Sample.mark(event, 0))
    try await scene.read(.event(draft))

    var filter = EventFilter()
    filter.actions = [.buttonClicked]
    let click = try await scene.events(filter).first?.facets[.buttonClick]
    try expect(click?.callbackData, is: "a long story", "the data of the press")
    try expect(click?.buttonText, is: "Yes", "the words of the button")
  }

  private func votesAreCompared() async throws {
    let scene = try await scene()
    for (id, options) in [("1", ["a", "b"]), ("2", ["b", "c"])] {
      let answer = PollAnswer {
        $0.pollID = "p"
        $0.voterID = "7"
        $0.optionIDs = options
      }
      try await scene.read(.event(Sample.happening(.pollAnswerChanged(answer), by: "7", id)))
    }

    var filter = EventFilter()
    filter.actions = [.pollAnswerChanged]
    let last = try await scene.events(filter).last?.facets[.pollAnswer]
    try expect(last?.previousOptionIDs, is: ["a", "b"], "what was chosen before")
    try expect(last?.addedOptionIDs, is: ["c"], "what came")
    try expect(last?.removedOptionIDs, is: ["a"], "what went")
  }
}
