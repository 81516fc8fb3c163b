import AdapterKit
import EventModel
import Testing

@testable import Relay

@Suite struct RateGateTests {
  private let start = Timestamp(seconds: 1_800_000_000)
  private let one: DialogID = "one"
  private let other: DialogID = "other"
  private let third: DialogID = "third"

  private func after(_ milliseconds: Int64) -> Timestamp {
    start.advanced(byMilliseconds: milliseconds)
  }

  private func gate(_ perSecond: Int = 30, perChat: Int? = 1) -> RateGate {
    RateGate(
      pace: Pace(
        Rate(perSecond, per: .seconds(1)), chat: perChat.map { Rate($0, per: .seconds(1)) }),
      at: start)
  }

  @Test func aChatHasItsOwnPace() async {
    let gate = gate()

    #expect(await gate.ask(for: one, at: start) == .pass)
    #expect(await gate.ask(for: one, at: start) == .notBefore(after(1000)))
    #expect(await gate.ask(for: other, at: start) == .pass)
    #expect(await gate.ask(for: one, at: after(1000)) == .pass)
  }

  @Test func allChatsShareTheChannelsPace() async {
    let gate = gate(2)

    #expect(await gate.room(at: start) == 2)
    #expect(await gate.ask(for: one, at: start) == .pass)
    #expect(await gate.ask(for: other, at: start) == .pass)
    #expect(await gate.room(at: start) == 0)
    #expect(await gate.opening(at: start) == after(500))
    #expect(await gate.ask(for: third, at: start) == .notBefore(after(500)))
  }

  @Test func whoIsHeldBackTakesNothing() async {
    let gate = gate(2)
    for _ in 1...10 { _ = await gate.ask(for: one, at: start) }

    #expect(await gate.room(at: start) == 1)
  }

  @Test func aThrottledConversationClosesItsLaneOnly() async {
    let gate = gate(perChat: nil)
    await gate.close(one, .conversation, until: after(60_000), at: start)

    #expect(await gate.ask(for: one, at: after(59_999)) == .notBefore(after(60_000)))
    #expect(await gate.ask(for: other, at: start) == .pass)
    #expect(await gate.ask(for: one, at: after(60_000)) == .pass)
  }

  @Test func aThrottledChannelClosesEveryLane() async {
    let gate = gate()
    await gate.close(one, .channel, until: after(3000), at: start)

    #expect(await gate.room(at: after(2999)) == 0)
    #expect(await gate.ask(for: other, at: start) == .notBefore(after(3000)))
    #expect(await gate.ask(for: other, at: after(3000)) == .pass)
  }

  @Test func twoLanesInOneBreathMeanTheChannel() async {
    let gate = gate()
    await gate.close(one, .conversation, until: after(5000), at: start)
    await gate.close(one, .conversation, until: after(5000), at: after(1))
    #expect(await gate.room(at: after(1)) == 30)

    await gate.close(other, .conversation, until: after(7000), at: after(900))
    #expect(await gate.ask(for: third, at: after(900)) == .notBefore(after(7000)))
  }

  @Test func twoLanesInTwoBreathsMeanThemselves() async {
    let gate = gate()
    await gate.close(one, .conversation, until: after(5000), at: start)
    await gate.close(other, .conversation, until: after(7000), at: after(1000))

    #expect(await gate.ask(for: third, at: after(1000)) == .pass)
  }

  @Test func lanesThatRestedAreForgottenAndOthersKept() async {
    let gate = gate(1_000_000)
    await gate.close(one, .conversation, until: after(60_000), at: start)
    for number in 0..<5000 {
      let lane = DialogID("lane \(number)")
      #expect(await gate.ask(for: lane, at: after(Int64(number) * 2)) == .pass)
    }

    #expect(await gate.ask(for: one, at: after(10_000)) == .notBefore(after(60_000)))
    #expect(await gate.remembered < 2100)
  }
}
