import EventModel
import Media
import Synchronization
import Testing

/// What goes when the room is used up, or the time is over.
@Suite(.timeLimit(.minutes(1)))
struct EvictionTests {
  @Test func removesWhatWasNotUsedForTheLongestTime() async throws {
    try await withStore(total: 100) { scene in
      let first = try await scene.put(40, of: "a")
      let second = try await scene.put(40, of: "b")
      scene.pass()
      _ = try scene.store.read(first)
      let third = try await scene.put(40, of: "c")

      #expect(scene.kept(first, second, third) == [true, false, true])
      #expect(await scene.store.total == 80)
    }
  }

  @Test func keepsWhatSomebodyNeeds() async throws {
    try await withStore(total: 100) { scene in
      let first = try await scene.put(40, of: "a")
      let second = try await scene.put(40, of: "b")
      scene.pin(first)
      let third = try await scene.put(40, of: "c")

      #expect(scene.kept(first, second, third) == [true, false, true])
    }
  }

  @Test func refusesWhenNothingMayGo() async throws {
    try await withStore(total: 100) { scene in
      let first = try await scene.put(60, of: "a")
      scene.pin(first)
      await #expect(throws: FileStoreError.quotaExceeded(limit: 100)) {
        try await scene.put(60, of: "b")
      }
      await #expect(throws: FileStoreError.quotaExceeded(limit: 100)) {
        try await scene.put(101, of: "c")
      }

      #expect(scene.kept(first) == [true])
      #expect(await scene.store.total == 60)
      #expect(try await scene.put(40, of: "d") != first)
    }
  }

  @Test func removesNothingWhenItIsNotKnownWhoNeedsIt() async throws {
    try await withStore(total: 100) { scene in
      let first = try await scene.put(60, of: "a")
      scene.forgetPins()
      await #expect(throws: FileStoreError.self) { try await scene.put(60, of: "b") }

      #expect(scene.kept(first) == [true])
    }
  }

  @Test func removesWhatIsOldAndNotNeeded() async throws {
    try await withStore(total: 100) { scene in
      let needed = try await scene.put(1, of: "a")
      let old = try await scene.put(1, of: "b")
      scene.pin(needed)
      scene.pass()
      let limit = scene.now
      let fresh = try await scene.put(1, of: "c")

      #expect(try await scene.store.removeUnused(since: limit) == 1)
      #expect(scene.kept(needed, old, fresh) == [true, false, true])
    }
  }

  @Test func neverHoldsMoreThanItsQuotaHoweverManyCome() async throws {
    try await withStore(total: 1000) { scene in
      try await withThrowingTaskGroup { group in
        for number in 0..<100 {
          group.addTask { _ = try await scene.put(90, of: "\(number) ") }
        }
        try await group.waitForAll()
      }

      let total = await scene.store.total
      #expect(total <= 1000)
      #expect(total >= 900 - 90)
    }
  }
}
