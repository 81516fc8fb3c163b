import AdapterKit
import EventModel
import Store
import StoreTesting
import Testing

/// The counters of a dialog, row by row of FIELDS §9.
struct CountersTests {
  private var bench = LedgerBench()

  private func counters() throws -> Dialog.Counters { try bench.dialog(with: "7").counters }

  // MARK: total_events, messages_count

  @Test mutating func everyHistoryEventCounts() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.happening(.buttonClicked(ButtonClick()), by: "7", "2"))
    try bench.apply(Sample.happening(.reactionAdded(Reaction()), by: "7", "3"))

    #expect(try counters().events == 3)
    #expect(try counters().messages == 1)
  }

  @Test mutating func messagesCountInBothDirections() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.answer(to: "7", "2", "b"))
    try bench.send(to: "7")

    #expect(try counters().messages == 3)
    #expect(try counters().events == 3)
  }

  @Test mutating func deletesDoNotSubtract() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(.deleted(by: nil), to: "1", of: "7")

    #expect(try counters().messages == 1)
    #expect(try counters().events == 1)
  }

  @Test mutating func clearingADialogBeginsAnew() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.happening(.dialogCleared, by: "7", "2"))
    #expect(try counters().events == 0)
    #expect(try counters().messages == 0)

    try bench.apply(Sample.message(from: "7", "3", "b"))
    #expect(try counters().messages == 1)
  }

  // MARK: operator_unread_count

  @Test mutating func inboundMessagesAreUnread() throws {
    for id in 1...3 { try bench.apply(Sample.message(from: "7", "\(id)", "a")) }
    try bench.apply(Sample.happening(.buttonClicked(ButtonClick()), by: "7", "4"))

    #expect(try counters().unreadByOperator == 3)
  }

  @Test(arguments: [
    (Sender.Kind.user, Int64(0)), (.externalOperator, 0), (.assistant, 1), (.channel, 1),
  ])
  mutating func anAnswerByAPersonOfOursReads(kind: Sender.Kind, unread: Int64) throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.answer(to: "7", "2", "b", by: kind))

    #expect(try counters().unreadByOperator == unread)
  }

  @Test mutating func anUnreadMessageThatIsDeletedIsUnreadNoMore() throws {
    for id in 1...2 { try bench.apply(Sample.message(from: "7", "\(id)", "a")) }
    try bench.apply(.deleted(by: nil), to: "1", of: "7")
    #expect(try counters().unreadByOperator == 1)

    try bench.apply(.deleted(by: nil), to: "1", of: "7")
    #expect(try counters().unreadByOperator == 1)

    try bench.apply(.restored, to: "1", of: "7")
    #expect(try counters().unreadByOperator == 2)
  }

  @Test mutating func aReadMessageThatIsDeletedChangesNoCount() throws {
    try bench.apply(Sample.message(from: "7", "1", "read"))
    try bench.apply(Sample.answer(to: "7", "2", "b"))
    try bench.apply(Sample.message(from: "7", "3", "unread"))
    try bench.apply(.deleted(by: nil), to: "1", of: "7")
    try bench.apply(.deleted(by: nil), to: "2", of: "7")

    #expect(try counters().unreadByOperator == 1)
  }

  // MARK: lead_unread_count

  @Test mutating func whatWeSentIsUnreadUntilItIsRead() throws {
    var sent: [EventID] = []
    for _ in 1...3 { sent.append(try bench.send(to: "7")) }
    #expect(try counters().unreadByLead == 3)

    let key = Sample.key("7", Sample.mark(sent[1], 0))
    try bench.apply(.readUpTo(key, in: Sample.address(of: "7"), at: Sample.noon))

    #expect(try counters().unreadByLead == 1)
    let read = sent.map { try? bench.state.newest(of: $0)?.facets[.status]?.read?.isRead }
    #expect(read == [true, true, nil])
  }

  @Test(arguments: [
    Action.messageCreated(Message("b")), .buttonClicked(ButtonClick()), .reactionAdded(Reaction()),
  ])
  mutating func whoActsHasRead(action: Action) throws {
    try bench.send(to: "7")
    try bench.apply(Sample.happening(action, by: "7", "2"))
    #expect(try counters().unreadByLead == 0)

    var ids: [EventID] = []
    for _ in 1...2 { ids.append(try bench.send(to: "7")) }
    let key = Sample.key("7", Sample.mark(ids[0], 0))
    try bench.apply(.readUpTo(key, in: Sample.address(of: "7"), at: Sample.noon))
    #expect(try counters().unreadByLead == 1)
  }

  @Test mutating func joiningIsNoReading() throws {
    try bench.send(to: "7")
    try bench.apply(Sample.happening(.leadSubscribed(nil), by: "7", "2"))

    #expect(try counters().unreadByLead == 1)
  }

  @Test mutating func aReceiptOfReadingReads() throws {
    let event = try bench.send(to: "7")
    try bench.apply(.read, to: Sample.mark(event, 0), of: "7")

    #expect(try counters().unreadByLead == 0)
  }

  @Test mutating func nobodyCountsReadersOfGroups() throws {
    try bench.send(to: "7", to: Sample.group("g"))

    #expect(try bench.dialog(at: Sample.group("g")).counters.unreadByLead == 0)
  }

  // MARK: has_errors

  @Test mutating func anErrorIsFlagged() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    #expect(try bench.dialog(with: "7").state.hasErrors == false)
    try bench.apply(Sample.happening(.errorRaised(EventError()), by: "7", "2"))

    #expect(try bench.dialog(with: "7").state.hasErrors == true)
  }

  @Test mutating func aLateBounceIsFlagged() throws {
    let event = try bench.send(to: "7")
    try bench.apply(.undeliverable(Sample.refused), to: Sample.mark(event, 0), of: "7")

    #expect(try bench.dialog(with: "7").state.hasErrors == true)
    #expect(try bench.state.newest(of: event)?.facets[.error]?.kind == .userBlocked)
  }
}
