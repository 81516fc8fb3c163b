import EventModel
import Supervision
import Synchronization
import Testing

@testable import Relay

@Suite(.timeLimit(.minutes(1))) struct RetentionWorkerTests {
  private static let keepsFor: Duration = .seconds(86_400)

  /// Runs a worker until its end, and sees it cancelled.
  private func running(
    over catalog: MemoryCatalog, on clock: VirtualClock, swept: Notes<Timestamp>,
    _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let worker = RetentionWorker(
      catalog, keepingFor: Self.keepsFor,
      in: World(clock: clock, now: { clock.wall }, logger: .silent)
    ) { swept.note($0) }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await Pulses().watching("retention", within: .seconds(60)) {
            try await worker.run($0)
          }
        } catch is CancellationError {
        } catch { Issue.record(error) }
      }
      do { try await body() } catch { Issue.record(error) }
      group.cancelAll()
    }
  }

  @Test func allThatIsOldGoesAndTheDiskIsSweptEachHour() async throws {
    let (catalog, clock, swept) = (MemoryCatalog(), VirtualClock(), Notes<Timestamp>())
    catalog.expirable.withLock { $0 = 1_201 }
    let start = clock.wall

    try await running(over: catalog, on: clock, swept: swept) {
      try await eventually("a sweep") { swept.all.count == 1 && clock.sleepers == 1 }
      #expect(catalog.expirable.withLock { $0 } == 0)
      clock.step(atMost: .seconds(7_200))
      try await eventually("another") { swept.all.count == 2 }
    }

    // What came within the last hour may be on its way into the catalog.
    let hours = [-1, 0].map { start.advanced(by: .seconds($0 * 3_600)) }
    #expect(swept.all == hours)
    let ends = [Self.keepsFor, Self.keepsFor - .seconds(3_600)].map {
      start.advanced(by: .zero - $0)
    }
    #expect(Set(catalog.expiries.all) == Set(ends))
  }
}
