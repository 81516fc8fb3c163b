import AdapterKit
import EventModel
import Store
import Synchronization
import Testing

@testable import Relay
@testable import Supervision

@Suite(.timeLimit(.minutes(1))) struct SendingWorkerTests {
  private let wall = WallClock()
  private let error = DeliveryError(.rateLimit, "too fast")

  private func worker(
    _ outbox: MemoryOutbox, pace: Int = 10_000,
    _ sends: @escaping @Sendable (String) async throws(SendFailure) -> Void
  ) -> @Sendable (Shift, Pulse) async throws -> Void {
    var adapter = ToyAdapter()
    adapter.pace = Pace(Rate(pace, per: .seconds(1)))
    adapter.sends = sends
    let worker = SendingWorker(outbox, with: .none(for: .of(adapter)), in: .at(wall))
    return { try await worker.run($0, $1) }
  }

  @Test func theOrderOfALaneIsKept() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"), ("a", "a2"), ("a", "a3"))
    let notes = Notes<String>()
    let work = worker(outbox) { part in
      notes.note("\(part) begins")
      await Task.yield()
      notes.note("\(part) ends")
    }

    try await running(work) { _ in
      try await eventually("three sends") { notes.all.count == 6 }
    }
    #expect(
      notes.all == ["a1 begins", "a1 ends", "a2 begins", "a2 ends", "a3 begins", "a3 ends"])
  }

  @Test func lanesGoSideBySide() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"), ("b", "b1"), ("b", "b2"))
    let door = Door()
    let sent = Notes<String>()
    let work = worker(outbox) { part in
      if part == "a1" { await door.pass() }
      sent.note(part)
    }

    try await running(work) { _ in
      try await eventually("the other lane's sends") { sent.all == ["b1", "b2"] }
      door.open()
      try await eventually("the slow send") { sent.all == ["b1", "b2", "a1"] }
    }
  }

  @Test func eachPartIsMarkedBeforeItIsSent() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"), ("b", "b1"), ("a", "a2"))
    let unmarked = Notes<String>()
    let work = worker(outbox) { part in
      if !outbox.marked.all.contains(part) { unmarked.note(part) }
    }

    try await running(work) { _ in
      try await eventually("all sends") { outbox.settled.all.count == 3 }
    }
    #expect(unmarked.all.isEmpty)
    #expect(outbox.marked.all.count == 3)
  }

  @Test func aThrottledConversationHoldsUpNoOther() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"), ("b", "b1"), ("b", "b2"))
    let (sent, error) = (Notes<String>(), error)
    let work = worker(outbox) { (part) throws(SendFailure) in
      if part == "a1", outbox.marked.all.count(where: { $0 == "a1" }) == 1 {
        throw .throttled(retryAfter: .seconds(60), .conversation, error)
      }
      sent.note(part)
    }

    try await running(work) { _ in
      try await eventually("the other lane's sends") { sent.all == ["b1", "b2"] }
      outbox.promise("b3", in: "b")
      try await eventually("one more") { sent.all == ["b1", "b2", "b3"] }
      wall.pass(.seconds(60))
      outbox.bell.ring()
      try await eventually("the throttled one") { sent.all == ["b1", "b2", "b3", "a1"] }
    }
  }

  @Test func aThrottledChannelHoldsUpEveryLane() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"))
    let (sent, error) = (Notes<String>(), error)
    let work = worker(outbox) { (part) throws(SendFailure) in
      if outbox.marked.all == ["a1"] {
        throw .throttled(retryAfter: .seconds(60), .channel, error)
      }
      sent.note(part)
    }

    try await running(work) { _ in
      try await eventually("the complaint") { outbox.settled.all.count == 1 }
      let leases = outbox.leases
      outbox.promise("b1", in: "b")
      try await wait(for: outbox.bell)
      #expect(sent.all.isEmpty && outbox.leases == leases)

      wall.pass(.seconds(60))
      outbox.bell.ring()
      try await eventually("one send") { sent.all.count == 1 }
      wall.pass(.seconds(1))
      outbox.bell.ring()
      try await eventually("the other") { Set(sent.all) == ["a1", "b1"] }
    }
  }

  @Test func nothingGoesFasterThanThePace() async throws {
    let outbox = MemoryOutbox(
      at: wall, ("a", "1"), ("b", "2"), ("c", "3"), ("d", "4"), ("e", "5"))
    let sent = Notes<String>()
    let work = worker(outbox, pace: 2) { sent.note($0) }

    try await running(work) { _ in
      for count in 1...4 {
        try await eventually("one more") { outbox.settled.all.count == count }
        try await wait(for: outbox.bell)
        #expect(sent.all.count == count)
        wall.pass(.milliseconds(560))
        outbox.bell.ring()
      }
    }
  }

  @Test func aDrainFinishesWhatIsOnItsWayAndTakesNothingNew() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"), ("a", "a2"))
    let (begun, door) = (Notes<String>(), Door())
    let work = worker(outbox) { part in
      begun.note(part)
      await door.pass()
    }

    try await running(work) { shift in
      try await eventually("a send") { begun.all == ["a1"] }
      shift.close()
      outbox.promise("b1", in: "b")
      door.open()
    }
    #expect(begun.all == ["a1"])
    #expect(outbox.settled.all == [.init(part: "a1", outcome: "sent")])
  }

  @Test func whatExpiredIsNeverSent() async throws {
    let outbox = MemoryOutbox(at: wall)
    outbox.promise("late", in: "a", for: .zero)
    let sent = Notes<String>()
    let work = worker(outbox) { sent.note($0) }

    try await running(work) { _ in
      try await eventually("an end") { !outbox.settled.all.isEmpty }
    }
    #expect(sent.all.isEmpty && outbox.marked.all.isEmpty)
    #expect(outbox.settled.all == [.init(part: "late", outcome: "failed: delivery.timeout")])
  }

  @Test func noMoreThanABoundAreOnTheirWay() async throws {
    let outbox = MemoryOutbox(at: wall)
    for number in 0..<100 { outbox.promise("\(number)", in: DialogID("lane \(number)")) }
    let (begun, door) = (Notes<String>(), Door())
    let work = worker(outbox) { part in
      begun.note(part)
      await door.pass()
    }

    try await running(work) { _ in
      try await eventually("all slots are taken") { begun.all.count == 64 }
      try await wait(for: outbox.bell)
      #expect(begun.all.count == 64)
      door.open()
      try await eventually("the rest") { outbox.settled.all.count == 100 }
    }
  }

  @Test func aStoreThatFailsEndsTheWorker() async throws {
    let outbox = MemoryOutbox(at: wall, ("a", "a1"))
    outbox.failure.withLock { $0 = .full }
    let work = worker(outbox) { _ in }

    await #expect(throws: StoreError.full) {
      try await running(work) { _ in
        try await eventually("a mark") { outbox.marked.all == ["a1"] }
      }
    }
  }

  @Test func anIdleWorkerAsksOnceARing() async throws {
    let outbox = MemoryOutbox(at: wall)
    let work = worker(outbox) { _ in }

    try await running(work) { _ in
      try await eventually("the first look") { outbox.leases == 1 }
      for _ in 1...5 { try await wait(for: outbox.bell) }
      #expect(outbox.leases <= 6)
    }
  }

  /// Rings, and gives who heard it the time to act.
  private func wait(for bell: Bell) async throws {
    bell.ring()
    for _ in 1...100 { await Task.yield() }
  }
}
