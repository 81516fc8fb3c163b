import AdapterKit
import EventModel
import JSON
import Testing

@testable import Relay

/// Turns that the gate gives ahead of their time.
@Suite struct TurnTests {
  private let start = Timestamp(seconds: 1_800_000_000)
  private let quarter = RateGate.ahead

  private func after(_ milliseconds: Int64) -> Timestamp {
    start.advanced(byMilliseconds: milliseconds)
  }

  private func gate(chat: Int? = nil, group: Int? = nil) -> RateGate {
    RateGate(
      pace: Pace(
        Rate(30, per: .seconds(1)), chat: chat.map { Rate($0, per: .seconds(1)) },
        group: group.map { Rate($0, per: .seconds(60)) }))
  }

  private func part(
    _ bounds: [Part.Bound] = [.channel, .chat, .group], messages: Int = 1
  ) -> Part {
    var part = Part(JSONFragment(trusted: Array("{}".utf8)), bounds: bounds)
    part.messages = messages
    return part
  }

  private func turn(
    _ gate: RateGate, _ lane: DialogID, _ part: Part, ahead: Duration, at now: Timestamp
  ) async -> RateGate.Turn? {
    let verdict = await gate.turn(of: part, in: lane, ahead: ahead, at: now)
    return if case .turn(let turn) = verdict { turn } else { nil }
  }

  @Test func turnsAreSpreadOverWhatLiesAhead() async {
    let gate = gate()
    var times: [Int64] = []
    while let turn = await turn(gate, DialogID("\(times.count)"), part(), ahead: quarter, at: start)
    {
      times.append(turn.at.milliseconds - start.milliseconds)
    }

    #expect(times == [0, 0, 18, 52, 86, 120, 154, 188, 222])
    #expect(await gate.room(at: start, atMost: 64) == 0)
    // Half of them are free again.
    #expect(await gate.opening(at: start) == after(256 - 125))
    #expect(await gate.room(at: after(131), atMost: 64) == 4)
  }

  @Test func whoStandsInNoQueueGoesBehindItsTurns() async {
    let gate = gate()
    while await turn(gate, "queue", part([.channel]), ahead: quarter, at: start) != nil {}

    let guest = await turn(gate, "guest", part(), ahead: RateGate.farAhead, at: start)
    #expect(guest?.at == after(256))
    #expect(
      await gate.turn(of: part(), in: "next", ahead: quarter, at: start)
        == .notBefore(after(290 - 250)))
  }

  @Test func aLaneThatOpensLaterHoldsUpNoOther() async {
    let gate = gate(chat: 1)
    _ = await turn(gate, "one", part(), ahead: quarter, at: start)

    #expect(
      await gate.turn(of: part(), in: "one", ahead: quarter, at: after(900))
        == .notBefore(after(1020)))
    #expect(await turn(gate, "other", part(), ahead: quarter, at: after(900))?.at == after(900))
  }

  @Test func whoComesTooLateTakesAnotherTurn() async throws {
    let gate = gate()
    let turn = try #require(await turn(gate, "one", part(), ahead: quarter, at: start))

    #expect(await gate.depart(turn, at: after(250)).isGone)
    #expect(await gate.depart(turn, at: after(251)) == .missed)
  }

  @Test func aTurnIsNoLeaveToCallWhatWasClosedSince() async throws {
    let gate = gate()
    let chat = try #require(await turn(gate, "one", part(), ahead: quarter, at: start))
    let beside = try #require(
      await turn(gate, "one", part([.channel]), ahead: quarter, at: start))
    let other = try #require(await turn(gate, "other", part(), ahead: quarter, at: start))

    await gate.close("one", .conversation, until: after(5000), at: start)
    #expect(await gate.depart(chat, at: start) == .closed(until: after(5000)))
    #expect(await gate.depart(beside, at: start).isGone)
    #expect(await gate.depart(other, at: start).isGone)

    await gate.close("one", .channel, until: after(3000), at: start)
    #expect(await gate.depart(other, at: start) == .closed(until: after(3000)))
  }

  @Test func anAnswerThatTookLongerSaysThatTheCallMayHaveComeLate() async throws {
    let gate = RateGate(pace: Pace(Rate(1, per: .seconds(1))))
    let first = try #require(await turn(gate, "one", part(), ahead: quarter, at: start))
    await gate.answered(first, at: after(40))
    #expect(await gate.opening(at: start) == after(1020 - 125))

    let second = try #require(
      await turn(gate, "one", part(), ahead: quarter, at: after(1020)))
    await gate.answered(second, at: after(1020 + 40 + 90))
    // All but what the window's margin bears.
    #expect(await gate.opening(at: after(1200)) == after(2040 + 70 - 125))

    let third = try #require(
      await turn(gate, "one", part(), ahead: quarter, at: after(3000)))
    await gate.answered(third, at: after(60_000))
    #expect(await gate.opening(at: after(3200)) == after(4020 + 250 - 125))
  }

  /// The mark of a turn may take long, and timers fire late.
  @Test(arguments: 0..<8) func noSecondSeesMoreThanTheRateHoweverLateTheyLeave(
    seed: Int
  ) async {
    var random = SplitMix(seed: UInt64(seed))
    let gate = gate()
    var (now, gone) = (start, [Int64]())
    var waiting: [(turn: RateGate.Turn, leaves: Timestamp)] = []
    while gone.count < 2000 {
      let stall: Int64 = .random(in: 0..<40, using: &random) == 0 ? 240 : 25
      while let turn = await turn(gate, "lane", part(), ahead: quarter, at: now) {
        let late = Int64.random(in: 0...stall, using: &random)
        waiting.append((turn, turn.at.advanced(byMilliseconds: late)))
      }
      now = now.advanced(byMilliseconds: .random(in: 1...60, using: &random))
      for (turn, leaves) in waiting.sorted(by: { $0.leaves < $1.leaves }) where leaves <= now {
        if await gate.depart(turn, at: leaves).isGone { gone.append(leaves.milliseconds) }
      }
      waiting.removeAll { $0.leaves <= now }
    }

    let offenders = zip(gone, gone.dropFirst(30)).filter { $1 - $0 < 1000 }
    #expect(offenders.isEmpty)
    #expect(Double(now.milliseconds - start.milliseconds) < 2000 / 30 * 1000 * 1.15)
  }

  @Test func severalMessagesAtOnceCountAsSoMany() async throws {
    let gate = gate(chat: 1, group: 20)
    let album = part(messages: 10)

    let first = try #require(await turn(gate, "one", album, ahead: quarter, at: start))
    #expect(first.at == start)
    // Ten intervals less what calls may run ahead of them.
    let next = try #require(
      await turn(gate, "other", part(), ahead: RateGate.farAhead, at: start))
    #expect(next.at == after(290))
    // The chat's one a second is used up by them all, the group's twenty a minute by half.
    #expect(await turn(gate, "one", album, ahead: quarter, at: after(2000))?.at == after(2000))
    #expect(
      await gate.turn(of: part(), in: "one", ahead: quarter, at: after(4000))
        == .notBefore(after(61_200)))
  }

  @Test func severalAtOnceFindTheirPlaceInAFullQueue() async {
    let gate = gate()
    var now = start
    var times: [Int64] = []
    for step in 0..<600 {
      while let turn = await turn(gate, "queue", part([.channel]), ahead: quarter, at: now) {
        times.append(turn.at.milliseconds)
      }
      if step == 300 {
        let album = await turn(
          gate, "album", part(messages: 10), ahead: RateGate.farAhead, at: now)
        #expect(album != nil)
      }
      now = now.advanced(byMilliseconds: 10)
    }
    #expect(zip(times, times.dropFirst(30)).allSatisfy { $1 - $0 >= 1000 })
    #expect(times.count > 160)
  }
}

extension RateGate.Departure {
  fileprivate var isGone: Bool { if case .go = self { true } else { false } }
}
