import Testing

@testable import PlatformSimulator

struct BellTests {
  private let soon = ContinuousClock.now + .milliseconds(50)
  private let late = ContinuousClock.now + .seconds(60)

  @Test(.timeLimit(.minutes(1))) func aRingThatWasMissedIsNotWaitedFor() async {
    let bell = Bell()
    let seen = bell.rings
    bell.ring()

    await bell.wait(after: seen, until: late)
  }

  @Test(.timeLimit(.minutes(1))) func wakesEverybodyWhoWaits() async {
    let bell = Bell()
    let seen = bell.rings

    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { await bell.wait(after: seen, until: late) } }
      group.addTask { bell.ring() }
    }
  }

  @Test func endsWithTheTime() async {
    let bell = Bell()

    await bell.wait(after: bell.rings, until: soon)

    #expect(ContinuousClock.now >= soon)
  }

  @Test(.timeLimit(.minutes(1))) func endsWhenCancelled() async {
    let bell = Bell()

    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<10 { group.addTask { await bell.wait(after: bell.rings, until: late) } }
      group.cancelAll()
    }
  }
}
