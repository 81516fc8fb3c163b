import AdapterKit
import EventModel
import JSON
import Testing

@testable import Relay

@Suite struct RateGateTests {
  private let start = Timestamp(seconds: 1_800_000_000)
  private let one: DialogID = "one"
  private let other: DialogID = "other"
  private let chat: [Part.Bound] = [.channel, .chat]

  private func after(_ milliseconds: Int64) -> Timestamp {
    start.advanced(byMilliseconds: milliseconds)
  }

  private func gate(_ perSecond: Int = 1000, perChat: Int? = 1) -> RateGate {
    var pace = Pace(
      Rate(perSecond, per: .seconds(1)), chat: perChat.map { Rate($0, per: .seconds(1)) },
      group: Rate(2, per: .seconds(60)))
    pace.methods["slow"] = Rate(1, per: .seconds(10))
    return RateGate(pace: pace)
  }

  /// Asks for a turn that is now.
  private func ask(
    _ gate: RateGate, for lane: DialogID, within bounds: [Part.Bound], at now: Timestamp
  ) async -> Timestamp? {
    switch await gate.turn(of: part(bounds), in: lane, at: now) {
    case .turn(let turn): turn.at > now ? turn.at : nil
    case .notBefore(let time): time
    }
  }

  private func part(_ bounds: [Part.Bound], messages: Int = 1) -> Part {
    var part = Part(JSONFragment(trusted: Array("{}".utf8)), bounds: bounds)
    part.messages = messages
    return part
  }

  @Test func aChatHasItsOwnPace() async {
    let gate = gate()

    #expect(await ask(gate, for: one, within: chat, at: start) == nil)
    #expect(await ask(gate, for: one, within: chat, at: start) == after(1020))
    #expect(await ask(gate, for: other, within: chat, at: start) == nil)
    #expect(await ask(gate, for: one, within: chat, at: after(1020)) == nil)
  }

  @Test func allChatsShareTheChannelsPace() async {
    let gate = gate(2)

    #expect(await gate.room(at: start, atMost: 9) == 1)
    #expect(await ask(gate, for: one, within: chat, at: start) == nil)
    #expect(await gate.room(at: start, atMost: 9) == 0)
    #expect(await gate.opening(at: start) == after(460 - 125))
    #expect(await gate.room(at: after(460 - 125), atMost: 9) == 1)
    #expect(await ask(gate, for: other, within: chat, at: start) == after(460))
  }

  @Test func aGroupHasItsOwnPaceAndAMethodToo() async {
    let gate = gate(perChat: nil)
    for _ in 1...2 {
      #expect(await ask(gate, for: one, within: [.channel, .group], at: start) == nil)
    }
    #expect(
      await ask(gate, for: one, within: [.channel, .group], at: start) == after(61_200))
    #expect(await ask(gate, for: one, within: [.channel], at: start) == nil)

    let slow: [Part.Bound] = [.channel, .method("slow")]
    #expect(await ask(gate, for: one, within: slow, at: start) == nil)
    #expect(await ask(gate, for: other, within: slow, at: start) == after(10_200))
    #expect(await ask(gate, for: other, within: [.method("unknown")], at: start) == nil)
  }

  @Test func whoIsHeldBackTakesNothing() async {
    let gate = gate()
    _ = await ask(gate, for: one, within: chat, at: start)
    let room = await gate.room(at: start, atMost: 1000)
    for _ in 1...10 { _ = await ask(gate, for: one, within: chat, at: start) }

    #expect(await gate.room(at: start, atMost: 1000) == room)
  }

  @Test func aThrottledConversationClosesItsLaneOnly() async {
    let gate = gate(perChat: nil)
    await gate.close(one, .conversation, until: after(60_000), at: start)

    #expect(
      await ask(gate, for: one, within: chat, at: after(59_999)) == after(60_000))
    #expect(await ask(gate, for: other, within: chat, at: start) == nil)
    #expect(await ask(gate, for: one, within: chat, at: after(60_000)) == nil)
  }

  @Test func whatPassesBesideTheChatsPacePassesBesideItsClosingToo() async {
    let gate = gate()
    await gate.close(one, .conversation, until: after(60_000), at: start)

    #expect(await ask(gate, for: one, within: [.channel], at: start) == nil)
  }

  @Test func aThrottledChannelClosesEveryLane() async {
    let gate = gate()
    await gate.close(one, .channel, until: after(3000), at: start)

    #expect(await gate.room(at: after(2999), atMost: 9) == 0)
    #expect(await gate.closing(at: start) == after(3000))
    for bounds in [chat, []] {
      #expect(await ask(gate, for: other, within: bounds, at: start) == after(3000))
    }
    #expect(await ask(gate, for: other, within: chat, at: after(3000)) == nil)
  }

  @Test func mostAnswersOfFiveLanesMeanTheChannel() async {
    let gate = gate()
    for number in 0..<4 {
      let lane = DialogID("\(number)")
      await gate.close(lane, .conversation, until: after(5000), at: after(Int64(number)))
    }
    #expect(await gate.closing(at: after(4)) == nil)

    await gate.close("4", .conversation, until: after(7000), at: after(900))
    #expect(await gate.closing(at: after(900)) == after(7000))
  }

  @Test func manyComplaintsOfOneLaneAreAboutItself() async {
    let gate = gate()
    for _ in 0..<50 { await gate.close(one, .conversation, until: after(5000), at: start) }

    #expect(await gate.closing(at: start) == nil)
  }

  @Test func aFewComplaintsAmongManyAnswersSlowNoOther() async {
    let gate = gate()
    for number in 0..<1000 {
      let (lane, now) = (DialogID("\(number)"), after(Int64(number)))
      if number.isMultiple(of: 3) {
        await gate.close(lane, .conversation, until: after(9000), at: now)
      } else {
        await gate.served(lane, at: now)
      }
      #expect(await gate.closing(at: now) == nil)
    }
  }

  @Test func complaintsOfSeveralBreathsMeanThemselves() async {
    let gate = gate()
    for number in 0..<20 {
      let now = after(Int64(number) * 300)
      await gate.close(DialogID("\(number)"), .conversation, until: after(60_000), at: now)
      #expect(await gate.closing(at: now) == nil)
    }
  }

  @Test func lanesThatRestedAreForgottenAndOthersKept() async {
    let gate = gate(1_000_000)
    await gate.close(one, .conversation, until: after(60_000), at: start)
    for number in 0..<5000 {
      let lane = DialogID("lane \(number)")
      #expect(await ask(gate, for: lane, within: chat, at: after(Int64(number) * 2)) == nil)
    }

    #expect(
      await ask(gate, for: one, within: chat, at: after(10_000)) == after(60_000))
    #expect(await gate.remembered < 2100)
  }
}
