import AdapterKit
import EventModel
import Store
import StoreTesting
import Testing

/// What clocks and late arrivals do to a dialog.
struct TimesTests {
  private var bench = LedgerBench()

  private func timeline() throws -> Dialog.Timeline { try bench.dialog(with: "7").timeline }

  @Test mutating func lateArrivalsMoveNothingBack() throws {
    try bench.apply(Sample.message(from: "7", "2", "later", at: .noon(plus: 60)))
    try bench.apply(
      Sample.message(from: "7", "1", "earlier"), receivedAt: .noon(plus: 120))

    let dialog = try bench.dialog(with: "7")
    #expect(dialog.timeline.lastEventAt == .noon(plus: 60))
    #expect(dialog.lastMessage?.content == "later")
    #expect(dialog.timeline.startedAt == Sample.noon)
    #expect(dialog.timeline.durationSeconds == 60)
    #expect(dialog.timeline.updatedAt == .noon(plus: 120))
  }

  @Test mutating func theLaterOfTwoAtOneTimeIsTheLast() throws {
    for id in 1...2 { try bench.apply(Sample.message(from: "7", "\(id)", "text \(id)")) }

    #expect(try bench.dialog(with: "7").lastMessage?.content == "text 2")
  }

  @Test(arguments: [(Int64(299), Int64(299)), (300, 300), (301, 0), (1_000_000, 0)])
  mutating func aClockFarAheadCountsAsOurs(ahead: Int64, counted: Int64) throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(
      Sample.message(from: "7", "2", "b", at: .noon(plus: ahead)), receivedAt: Sample.noon)

    #expect(try timeline().lastEventAt == .noon(plus: counted))
    let row = try bench.event("2", of: "7")
    #expect(row.timeline.occurredAt == .noon(plus: ahead))
    #expect(row.timeline.orderedAt == .noon(plus: counted))
  }

  @Test(arguments: [(Int64(86_400), Int64(2)), (86_401, 1)])
  mutating func backfillRaisesTotalsAlone(age: Int64, unread: Int64) throws {
    try bench.apply(Sample.message(from: "7", "2", "new"))
    try bench.apply(
      Sample.message(from: "7", "1", "old", at: .noon(plus: -age)), receivedAt: Sample.noon)

    let counters = try bench.dialog(with: "7").counters
    #expect(counters.messages == 2)
    #expect(counters.events == 2)
    #expect(counters.unreadByOperator == unread)
  }

  @Test mutating func backfillReadsNothing() throws {
    try bench.apply(Sample.message(from: "7", "3", "new"))
    try bench.send(to: "7", by: .assistant)
    let old = Timestamp.noon(plus: -90_000)
    try bench.apply(Sample.message(from: "7", "1", "old", at: old), receivedAt: Sample.noon)
    try bench.apply(Sample.answer(to: "7", "2", "old", at: old), receivedAt: Sample.noon)

    let counters = try bench.dialog(with: "7").counters
    #expect(counters.unreadByLead == 1)
    #expect(counters.unreadByOperator == 1)
  }

  // MARK: first_response_time_seconds

  @Test mutating func theFirstAnswerIsTimedOnce() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(Sample.message(from: "7", "2", "b", at: .noon(plus: 30)))
    #expect(try timeline().firstResponseSeconds == nil)
    try bench.send(to: "7", at: .noon(plus: 90))
    try bench.send(to: "7", at: .noon(plus: 500))

    #expect(try timeline().firstResponseSeconds == 90)
  }

  @Test mutating func whatWeSaidUnaskedIsNoAnswer() throws {
    try bench.send(to: "7")
    try bench.apply(Sample.message(from: "7", "1", "a", at: .noon(plus: 10)))
    #expect(try timeline().firstResponseSeconds == nil)
    try bench.send(to: "7", at: .noon(plus: 15), by: .assistant)

    #expect(try timeline().firstResponseSeconds == 5)
  }

  @Test mutating func aResponseIsNeverNegative() throws {
    try bench.apply(Sample.message(from: "7", "1", "a"))
    try bench.apply(
      Sample.answer(to: "7", "2", "b", at: .noon(plus: -20)), receivedAt: Sample.noon)

    #expect(try timeline().firstResponseSeconds == 0)
  }
}
