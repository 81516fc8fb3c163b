import AdapterKit
import Store
import Supervision
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct ReadingWorkerTests {
  private let unread = MemoryUnread()

  private func worker(
    _ reads: @escaping @Sendable (String) throws(PayloadError) -> Reading = { _ in Reading([]) }
  ) -> @Sendable (Shift, Pulse) async throws -> Void {
    var adapter = ToyAdapter()
    adapter.reads = reads
    let worker = ReadingWorker(unread, of: .of(adapter), in: .at(WallClock()))
    return { try await worker.run($0, $1) }
  }

  @Test func payloadsAreReadInOrderARunAtATime() async throws {
    let bodies = (0..<150).map(String.init)
    unread.arrive(bodies)

    try await running(worker()) { _ in
      try await eventually("all runs") { unread.runs.all.joined().count == 150 }
    }
    #expect(Array(unread.runs.all.joined()) == bodies)
    #expect(unread.runs.all.map(\.count) == [64, 64, 22])
  }

  @Test func onePayloadThatCannotBeReadHoldsUpNone() async throws {
    unread.arrive(["one", "broken", "two"])
    let work = worker { (body) throws(PayloadError) in
      if body == "broken" { throw PayloadError("wrong_shape", "no update") }
      return Reading([], silence: "nothing to say")
    }

    try await running(work) { _ in
      try await eventually("the run") { unread.runs.all.count == 1 }
    }
    #expect(unread.runs.all == [["one", "wrong_shape", "two"]])
  }

  @Test func whatArrivesLaterIsReadAtTheRing() async throws {
    try await running(worker()) { _ in
      try await eventually("a look") { unread.leases == 1 }
      unread.arrive(["late"])
      try await eventually("the run") { unread.runs.all == [["late"]] }
    }
  }

  @Test func anIdleWorkerSleeps() async throws {
    try await running(worker()) { _ in
      try await eventually("a look") { unread.leases == 1 }
      for _ in 1...200 { await Task.yield() }
      #expect(unread.leases == 1)
    }
  }
}
