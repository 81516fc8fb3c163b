import AdapterKit
import EventModel
import Store
import StoreTesting
import Testing

/// What the ledger makes of drafts.
struct LedgerTests {
  private var bench = LedgerBench()

  // MARK: Changes of a row

  @Test mutating func anEditRaisesTheVersion() throws {
    try bench.apply(Sample.message(from: "7", "1", "first"))
    for text in ["second", "third"] {
      try bench.apply(
        .edited(Message(text), attachments: [], by: Sender(.lead, externalID: "7")), to: "1",
        of: "7", at: .noon(plus: 5))
    }

    let event = try bench.event("1", of: "7")
    let editing = try event.facets[.messageInteractions]?.editing
    #expect(event.message?.content == "third")
    #expect(event.timeline.version == 3)
    #expect(event.timeline.occurredAt == Sample.noon)
    #expect(editing?.originalContent == "first")
    #expect(editing?.editCount == 2)
    #expect(bench.state.versions.map(\.kind) == [.messageCreated, .messageEdited, .messageEdited])
  }

  @Test mutating func anEditThatChangesNothingIsNone() throws {
    var draft = Sample.message(from: "7", "1", "same")
    draft.attachments = [photo("a")]
    try bench.apply(draft)
    try bench.apply(edit("same", [photo("a")]), to: "1", of: "7")

    #expect(try bench.event("1", of: "7").timeline.version == 1)
  }

  @Test mutating func anEditMayExchangeAPicture() throws {
    var draft = Sample.message(from: "7", "1", "same")
    draft.attachments = [photo("a"), photo("b")]
    try bench.apply(draft)
    let before = try bench.event("1", of: "7").attachments
    try bench.apply(edit("same", [photo("a"), photo("c")]), to: "1", of: "7")

    let after = try bench.event("1", of: "7").attachments
    #expect(after.map(\.platformFileID) == ["a", "c"])
    #expect(after[0].id == before[0].id)
    #expect(after[1].id != nil && after[1].id != before[1].id)
  }

  private func photo(_ id: String) -> EventModel.Attachment {
    var photo = EventModel.Attachment(.photo)
    photo.platformFileID = id
    return photo
  }

  private func edit(_ text: String, _ attachments: [EventModel.Attachment]) -> Change {
    .edited(Message(text), attachments: attachments, by: Sender(.lead, externalID: "7"))
  }

  @Test mutating func whatIsDeletedCanComeBackOnce() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    for change in [Change.restored, .deleted(by: "7"), .deleted(by: "7"), .restored, .restored] {
      try bench.apply(change, to: "1", of: "7")
    }

    #expect(
      bench.state.versions.map(\.kind) == [.messageCreated, .messageDeleted, .messageRestored])
    let event = try bench.event("1", of: "7")
    #expect(try event.facets[.status]?.deletion?.isDeleted == false)
    #expect(event.message?.content == "a")
  }

  @Test mutating func anEditOfAnUnknownRowIsThatRow() throws {
    let row = Sample.message(from: "7", "1", "edited")
    try bench.apply(edit("edited", []), to: "1", of: "7", otherwise: row)

    #expect(try bench.event("1", of: "7").timeline.action == .messageCreated)
    #expect(bench.state.events.count == 1)
  }

  @Test(arguments: [
    Change.deleted(by: nil), .restored, .read, .delivered, .undeliverable(Sample.refused),
  ])
  mutating func otherChangesOfUnknownRowsChangeNothing(change: Change) throws {
    try bench.apply(change, to: "1", of: "7")
    try bench.apply(
      .readUpTo(Sample.key("7", "1"), in: Sample.address(of: "7"), at: Sample.noon))

    #expect(bench.state.versions.isEmpty)
    #expect(bench.state.dialogs.isEmpty)
  }

  // MARK: Echoes

  @Test mutating func anEchoBehindItsReceiptIsNoRow() throws {
    let event = try bench.send(to: "7")
    var echo = Sample.answer(to: "7", Sample.mark(event, 0), "to 7")
    echo.links.echo = .message(Sample.key("7", Sample.mark(event, 0)))
    try bench.apply(echo)

    #expect(bench.state.events.map(\.id) == [event])
    #expect(try bench.dialog(with: "7").counters.messages == 1)
  }

  @Test mutating func anEchoBeforeItsReceiptIsNoRow() throws {
    let event = EventID("ffffffffffffffffffffffff")
    try bench.fold { _ = try $0.accept(Sample.submission(event, to: "7")) }
    bench.expectEcho(of: event, under: "mark")
    var echo = Sample.answer(to: "7", "5", "to 7")
    echo.links.echo = .mark("mark")
    try bench.apply(echo)

    #expect(bench.state.events.map(\.id) == [event])
    #expect(try bench.event("5", of: "7").id == event)
  }

  @Test mutating func aStrangersEchoIsARow() throws {
    try bench.send(to: "7")
    var answer = Sample.answer(to: "7", "5", "by hand")
    answer.links.echo = .mark("of somebody else")
    try bench.apply(answer)

    #expect(bench.state.events.count == 2)
    #expect(try bench.event("5", of: "7").sender?.kind == .externalOperator)
  }

  // MARK: Groups of messages

  @Test mutating func anAlbumIsOneRow() throws {
    for id in 1...3 {
      var draft = Sample.message(from: "7", "\(id)", id == 2 ? "caption" : "")
      draft.attachments = [photo("\(id)")]
      draft.links.group = Sample.key("7", "album")
      try bench.apply(draft)
    }

    let event = try bench.event("3", of: "7")
    #expect(bench.state.events.count == 1)
    #expect(event.attachments.map(\.platformFileID) == ["1", "2", "3"])
    #expect(Set(event.attachments.map(\.id)).count == 3)
    #expect(event.message?.content == "caption")
    #expect(event.externalMessageID == "1")
    #expect(event.timeline.version == 3)
    #expect(try bench.dialog(with: "7").counters.messages == 1)
    #expect(bench.state.versions.map(\.kind) == Array(repeating: .messageCreated, count: 3))
  }

  // MARK: Ties

  @Test mutating func aReplyNamesItsParent() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    var reply = Sample.message(from: "7", "2", "b")
    reply.links.replyTo = Sample.key("7", "1")
    try bench.apply(reply)

    let parent = try bench.event("1", of: "7").id
    let replies = try bench.event("2", of: "7").facets[.messageInteractions]?.replies
    #expect(replies?.isReply == true)
    #expect(replies?.replyTo == parent)
  }

  @Test mutating func aReactionIsAboutTheRow() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    var reaction = Sample.happening(.reactionAdded(Reaction()), by: "7", "r")
    reaction.links.about = Sample.key("7", "1")
    try bench.apply(reaction)
    reaction.links.claims = []
    reaction.links.about = Sample.key("7", "unknown")
    try bench.apply(reaction)

    let rows = bench.state.events
    #expect(rows.map(\.target.id) == ["1", rows[0].id.rawValue, "r"])
  }

  @Test mutating func aRepeatIsNoRow() throws {
    for _ in 1...2 { try bench.apply(Sample.message(from: "7", "1", "a")) }

    #expect(bench.state.versions.count == 1)
  }
}
