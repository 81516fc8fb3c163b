import Testing

@testable import Supervision

/// The decisions of a supervisor, without a task or a clock.
struct RosterTests {
  @Test func underRestEachWaitsForTheOneBeforeIt() {
    var play = Play(.rest, ["store", "curl", "api"])

    #expect(play.take(.begun) == ["start store 1"])
    #expect(play.take(.ready(1)) == ["ready store", "start curl 2"])
    #expect(play.take(.ready(2)) == ["ready curl", "start api 3"])
    #expect(play.take(.ready(3)) == ["ready api", "all ready"])
    #expect(play.take(.ready(3)) == [])
  }

  @Test func underOneAllStartTogetherAndNoneIsWaitedFor() {
    var play = Play(.one, ["vk", "tg"])

    #expect(play.take(.begun) == ["start vk 1", "start tg 2", "all ready"])
  }

  @Test func underRestWhatStandsOnTheFallenIsStoppedLastFirst() {
    var play = Play(.rest, ["store", "curl", "api"], readyAtOnce: true)

    #expect(
      play.take(.ended(1, failure: "torn")) == ["failed store: torn", "wake 4", "ask 3", "wake 3"])
    #expect(play.take(.ended(3, failure: nil)) == ["ended api", "ask 2", "wake 2"])
    #expect(play.take(.due(4)) == [], "the store must wait until nobody stands there any more")
    #expect(play.take(.ended(2, failure: nil)) == ["ended curl", "start store 5"])
    #expect(play.take(.ready(5)) == ["ready store", "start curl 6"])
    #expect(play.take(.ready(6)) == ["ready curl", "start api 7"])
  }

  @Test func underRestWhatTheFallenStandsOnIsLeftAlone() {
    var play = Play(.rest, ["store", "curl", "api"], readyAtOnce: true)

    #expect(
      play.take(.ended(3, failure: nil)) == ["failed api: ended without being asked", "wake 4"])
    #expect(play.take(.due(4)) == ["start api 5"])
  }

  @Test func underOneOnlyTheFallenIsStartedAgain() {
    var play = Play(.one, ["vk", "tg"], readyAtOnce: true)

    #expect(play.take(.ended(1, failure: "401")) == ["failed vk: 401", "wake 3"])
    #expect(play.take(.due(3)) == ["start vk 4"])
  }

  @Test func drainsInReverseOneByOneUnderRest() {
    var play = Play(.rest, ["store", "api"], readyAtOnce: true)

    #expect(play.take(.drain) == ["ask 2", "wake 2"])
    #expect(play.take(.ended(2, failure: nil)) == ["ended api", "ask 1", "wake 1"])
    #expect(play.take(.ended(1, failure: nil)) == ["ended store", "finish"])
  }

  @Test func drainsAllAtOnceUnderOne() {
    var play = Play(.one, ["vk", "tg"], readyAtOnce: true)

    #expect(play.take(.drain) == ["ask 2", "wake 2", "ask 1", "wake 1"])
    #expect(play.take(.ended(1, failure: nil)) == ["ended vk"])
    #expect(play.take(.ended(2, failure: nil)) == ["ended tg", "finish"])
  }

  @Test func oneThatWillNotEndIsCancelledThenGivenUp() {
    var play = Play(.rest, ["store", "api"], readyAtOnce: true)
    #expect(play.take(.drain) == ["ask 2", "wake 2"])

    #expect(play.take(.due(2)) == ["cancel 2", "wake 2"])
    #expect(play.take(.due(2)) == ["stuck api", "ask 1", "wake 1"])
    #expect(play.take(.ended(1, failure: nil)) == ["ended store", "finish leaving some behind"])
  }

  @Test func oneThatIsStuckInAnOrderMakesTheWholeFail() {
    var play = Play(.rest, ["store", "curl", "api"], readyAtOnce: true)
    _ = play.take(.ended(1, failure: "torn"))
    _ = play.take(.due(3))

    #expect(play.take(.due(3)) == ["stuck api", "escalated api", "ask 2", "wake 2"])
    #expect(
      play.take(.ended(2, failure: nil))
        == [
          "ended curl",
          "finish leaving some behind: api can't be kept up: ignores its cancellation",
        ])
  }

  @Test func oneThatIsStuckAmongOthersIsNobodyElsesTrouble() {
    var play = Play(.one, ["vk", "tg"], readyAtOnce: true)
    _ = play.take(.removed(name: "vk"))
    _ = play.take(.due(1))

    #expect(play.take(.due(1)) == ["stuck vk"])
    #expect(play.take(.added(play.child("vk"))) == [])
    #expect(play.take(.ended(1, failure: nil)) == ["ended vk", "start vk 3"])
  }

  @Test func oneThatLeavesTasksBehindIsNotWaitedFor() {
    var play = Play(.rest, ["store", "channels"], readyAtOnce: true)
    _ = play.take(.drain)

    #expect(play.take(.leftBehind(2, failure: nil)) == ["stuck channels", "ask 1", "wake 1"])
    #expect(play.take(.ended(1, failure: nil)) == ["ended store", "finish leaving some behind"])
  }

  @Test func aDrainDuringAPauseStartsNothingAnyMore() {
    var play = Play(.one, ["vk"], readyAtOnce: true)
    _ = play.take(.ended(1, failure: "401"))

    #expect(play.take(.drain) == ["finish"])
    #expect(play.take(.due(2)) == ["finish"])
  }

  @Test func anEscalationDrainsTheOthersFirst() {
    let brittle = RestartPolicy(
      limit: .init(restarts: 0, within: .seconds(60)),
      pauses: .init(from: .zero, to: .zero, afterHealth: .seconds(60)))
    var play = Play(.rest, ["store", "api"], restart: brittle, readyAtOnce: true)

    #expect(play.take(.ended(1, failure: "torn")) == ["escalated store", "ask 2", "wake 2"])
    #expect(
      play.take(.ended(2, failure: nil)) == ["ended api", "finish: store can't be kept up: torn"])
  }

  @Test func oneThatIsAddedAgainWaitsForItsFormerSelfToEnd() {
    var play = Play(.one, ["vk", "tg"], readyAtOnce: true)

    #expect(play.take(.removed(name: "vk")) == ["ask 1", "wake 1"])
    #expect(play.take(.added(play.child("vk"))) == [])
    #expect(play.take(.ended(1, failure: nil)) == ["ended vk", "start vk 3"])
  }

  @Test func aPausingOneIsForgottenAtOnce() {
    var play = Play(.one, ["vk"], readyAtOnce: true)
    _ = play.take(.ended(1, failure: "401"))

    #expect(play.take(.removed(name: "vk")) == [])
    #expect(play.take(.due(2)) == [])
    #expect(play.take(.added(play.child("vk"))) == ["start vk 3"])
  }

  @Test func oneThatFinishedMayBeStoodOn() {
    var play = Play(.rest, ["migration", "api"], restart: .finishing)

    #expect(play.take(.begun) == ["start migration 1"])
    #expect(play.take(.ended(1, failure: nil)) == ["ended migration", "start api 2"])
  }
}

extension RestartPolicy {
  fileprivate static let finishing = RestartPolicy(
    .onFailure, limit: nil,
    pauses: Pauses(from: .seconds(1), to: .seconds(1), afterHealth: .seconds(1)))
}

/// A roster whose steps read as lines.
private struct Play {
  private var roster: Roster
  private let restart: RestartPolicy

  init(
    _ strategy: Strategy, _ names: [String], restart: RestartPolicy = .house,
    readyAtOnce: Bool = false
  ) {
    self.restart = restart
    roster = Roster(strategy, names.map { Child($0, restart: restart) { (_: Shift) in } })
    guard readyAtOnce else { return }
    _ = take(.begun)
    for ticket in 1...names.count { _ = take(.ready(ticket)) }
  }

  func child(_ name: String) -> Child { Child(name, restart: restart) { (_: Shift) in } }

  mutating func take(_ happening: Roster.Happening) -> [String] {
    roster.take(happening, at: .zero).map { step in
      switch step {
      case .start(let child, let ticket): "start \(child.name) \(ticket)"
      case .ask(let ticket): "ask \(ticket)"
      case .cancel(let ticket): "cancel \(ticket)"
      case .wake(let ticket, _): "wake \(ticket)"
      case .tell(.ready(let child)): "ready \(child)"
      case .tell(.failed(let child, let setback)): "failed \(child): \(setback.reason)"
      case .tell(.ended(let child, _)): "ended \(child)"
      case .tell(.stuck(let child)): "stuck \(child)"
      case .tell(.escalated(let child, _)): "escalated \(child)"
      case .allReady: "all ready"
      case .finish(let escalation, let leavingBehind):
        (leavingBehind ? "finish leaving some behind" : "finish")
          + (escalation.map { ": \($0)" } ?? "")
      }
    }
  }
}
