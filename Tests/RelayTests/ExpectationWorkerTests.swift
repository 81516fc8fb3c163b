import AdapterKit
import EventModel
import Store
import Supervision
import Synchronization
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct ExpectationWorkerTests {
  private let wall = WallClock()
  private let error = DeliveryError(.rateLimit, "no")

  /// How a press fares that nobody answered.
  private func fate(
    askedBefore age: Duration = .seconds(5), sent: Notes<String> = Notes(),
    _ sends: @escaping @Sendable () throws(SendFailure) -> Void
  ) async throws -> [String] {
    let (book, wall) = (MemoryBook(), wall)
    var adapter = ToyAdapter()
    adapter.sends = { (text) throws(SendFailure) in
      sent.note(text)
      try sends()
    }
    let calls = DirectCalls(over: NoTransport(), clock: ContinuousClock(), now: { wall.now })
    let worker = ExpectationWorker(book, of: .of(adapter), by: calls, in: .at(wall))
    let press = Expectation(
      .press, token: "token", patience: .seconds(5), otherwise: Part(saying: "empty"))
    book.queue.arrive(
      OpenExpectation(
        press, of: "event", in: "channel", "lane",
        askedAt: wall.now.advanced(by: .zero - age), dueAt: wall.now, state: .open))

    let work: @Sendable (Shift, Pulse) async throws -> Void = { try await worker.run($0, $1) }
    try await running(work) { _ in
      try await eventually("an end") { !book.queue.settled.all.isEmpty }
    }
    return book.queue.settled.all
  }

  @Test func aPressThatNobodyAnsweredIsAnsweredEmptyOnce() async throws {
    let sent = Notes<String>()

    #expect(try await fate(sent: sent) {} == ["over"])
    #expect(sent.all == ["empty"])
  }

  @Test func whatThePlatformRefusesIsOver() async throws {
    let error = error
    let fate = try await fate { () throws(SendFailure) in throw .rejected(error) }

    #expect(fate == ["over"])
  }

  @Test func whatIsTooFastComesLater() async throws {
    let error = error
    let fate = try await fate { () throws(SendFailure) in
      throw .throttled(retryAfter: .seconds(3), .conversation, error)
    }

    #expect(fate == ["retry"])
  }

  @Test func aPressOfLongAgoIsLeftAlone() async throws {
    let sent = Notes<String>()

    #expect(try await fate(askedBefore: .seconds(60), sent: sent) {} == ["over"])
    #expect(sent.all.isEmpty)
  }
}

/// Answers that platforms wait for, kept by nothing.
private final class MemoryBook: ExpectationBook {
  let queue = MemoryOverdue()

  func overdue(of channel: ChannelID) -> MemoryOverdue { queue }
  func expectation(of event: EventID) async throws(StoreError) -> OpenExpectation? { nil }
  func expectation(token: String) async throws(StoreError) -> OpenExpectation? { nil }
  func take(_ expectation: EventID) async throws(StoreError) -> OpenExpectation { throw .notFound }
  func giveBack(_ expectation: EventID) async throws(StoreError) {}
}

/// What nobody answered in time, and how that went.
private final class MemoryOverdue: WorkQueue {
  let bell = Bell()
  let settled = Notes<String>()
  private let waiting = Mutex<[OpenExpectation]>([])

  func arrive(_ expectation: OpenExpectation) {
    waiting.withLock { $0.append(expectation) }
    bell.ring()
  }

  func lease(_ limit: Int) async throws(StoreError) -> [OpenExpectation] {
    waiting.withLock { waiting in
      defer { waiting.removeFirst(min(limit, waiting.count)) }
      return Array(waiting.prefix(limit))
    }
  }

  func settle(
    _ done: [(item: OpenExpectation, outcome: ExpectationOutcome)]
  ) async throws(StoreError) {
    for (_, outcome) in done {
      if case .over = outcome { settled.note("over") } else { settled.note("retry") }
    }
  }

  func nextDue() async throws(StoreError) -> Timestamp? { nil }
}
