import AdapterKit
import EventModel
import Store
import Supervision
import Synchronization
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct PollingWorkerTests {
  private let wall = WallClock()
  private let broken = SendFailure.unavailable(DeliveryError(.platformError, "no route"))

  private func work(
    _ adapter: ToyAdapter, as channel: ChannelRuntime? = nil, into journal: MemoryJournal,
    on clock: some Clock<Duration> = ContinuousClock()
  ) -> @Sendable (Shift, Pulse) async throws -> Void {
    let wall = wall
    let worker = PollingWorker(
      adapter, of: channel ?? .of(adapter), over: NoTransport(), into: journal,
      in: World(clock: clock, now: { wall.now }, logger: .silent))
    return { _, pulse in try await worker.run(pulse) }
  }

  /// A platform that has these updates, each as a batch of its own, and then breaks.
  private func adapter(_ updates: [String], asked: Notes<String> = Notes()) -> ToyAdapter {
    var adapter = ToyAdapter()
    let broken = broken
    adapter.polls = { (cursor) throws(SendFailure) in
      asked.note(cursor?.value ?? "start")
      let next = cursor.flatMap { Int($0.value) } ?? 0
      guard next < updates.count else { throw broken }
      return PollBatch(
        [.init(body: Array(updates[next].utf8))], cursor: PollCursor("updates", "\(next + 1)"))
    }
    return adapter
  }

  @Test func eachBatchIsJournalledWithItsCursorAndTheNextIsBehindIt() async throws {
    let (journal, asked) = (MemoryJournal(), Notes<String>())

    await #expect(throws: broken) {
      try await running(work(adapter(["one", "two"], asked: asked), into: journal)) { _ in }
    }
    #expect(
      journal.kept.all == [
        .init(bodies: ["one"], transports: ["polling"], cursor: "1"),
        .init(bodies: ["two"], transports: ["polling"], cursor: "2"),
      ])
    #expect(asked.all == ["start", "1", "2"])
  }

  @Test func aWorkerBeginsWhereTheJournalEnds() async throws {
    let journal = MemoryJournal(from: PollCursor("updates", "1"))

    await #expect(throws: broken) {
      try await running(work(adapter(["one", "two"]), into: journal)) { _ in }
    }
    #expect(journal.kept.all.map(\.cursor) == ["2"])
  }

  @Test func aFailedPollIsThrownAndSeenAndMovesNoCursor() async throws {
    let journal = MemoryJournal()
    let adapter = adapter([])
    let channel = ChannelRuntime.of(adapter)

    await #expect(throws: broken) {
      try await running(work(adapter, as: channel, into: journal)) { _ in }
    }
    #expect(journal.kept.all.isEmpty)
    #expect(channel.health.reasons == ["polling: no route"])
  }

  @Test func whatTheJournalDoesNotTakeIsPolledAgain() async throws {
    let (journal, asked) = (MemoryJournal(), Notes<String>())
    journal.failure.withLock { $0 = .busy }

    await #expect(throws: StoreError.busy) {
      try await running(work(adapter(["one"], asked: asked), into: journal)) { _ in }
    }
    #expect(asked.all == ["start"])
    #expect(journal.kept.all.isEmpty)
  }

  @Test func aFullJournalIsNotGivenMore() async throws {
    let (journal, asked) = (MemoryJournal(), Notes<String>())
    journal.setUnread(10_001)
    let work = work(adapter(["one"], asked: asked), into: journal, on: SleepersClock())

    await #expect(throws: broken) {
      try await running(work) { _ in
        for _ in 1...100 { await Task.yield() }
        #expect(asked.all.isEmpty)
        journal.setUnread(10_000)
      }
    }
    #expect(journal.kept.all.count == 1)
  }

  @Test func aPlatformThatAnswersNothingAtOnceIsLeftAloneAWhile() async throws {
    let (clock, asked) = (SleepersClock(), Notes<String>())
    var adapter = ToyAdapter()
    adapter.polls = { _ in
      asked.note("asked")
      return PollBatch([], cursor: nil)
    }
    let work = work(adapter, into: MemoryJournal(), on: clock)

    await #expect(throws: CancellationError.self) {
      try await running(work) { _ in
        try await eventually("a rest") { clock.sleeps.all == [.seconds(1)] }
        throw CancellationError()
      }
    }
    #expect(asked.all.count == 1)
  }
}

@Suite(.timeLimit(.minutes(1))) struct ListeningWorkerTests {
  private let batch = PollBatch(
    [.init(body: Array("letter".utf8))], cursor: PollCursor("INBOX", "7"))

  private func work(
    _ journal: MemoryJournal
  ) -> @Sendable (Shift, Pulse) async throws -> Void {
    var adapter = ToyAdapter()
    adapter.hears = [batch, PollBatch([], cursor: nil)]
    let worker = ListeningWorker(
      adapter, of: .of(adapter), over: NoTransport(), into: journal,
      now: { Timestamp(seconds: 1_800_000_000) })
    return { _, pulse in try await worker.run(pulse) }
  }

  @Test func whatIsHeardIsJournalledUnderTheAdaptersWord() async throws {
    let journal = MemoryJournal()

    try await running(work(journal)) { _ in }
    #expect(journal.kept.all == [.init(bodies: ["letter"], transports: ["wire"], cursor: "7")])
  }

  @Test func aJournalThatTakesNothingEndsTheConversation() async throws {
    let journal = MemoryJournal()
    journal.failure.withLock { $0 = .full }

    await #expect(throws: SendFailure.self) { try await running(work(journal)) { _ in } }
  }
}
