import AdapterKit
import EventModel
import Testing

@testable import Relay

@Suite struct LimiterTests {
  private let start = Timestamp(seconds: 1_800_000_000)

  private func after(_ milliseconds: Int64) -> Timestamp {
    start.advanced(byMilliseconds: milliseconds)
  }

  /// What platforms ask for, and what nobody does.
  private static let rates = [
    Rate(30, per: .seconds(1)), Rate(1, per: .seconds(1)), Rate(20, per: .seconds(60)),
    Rate(20, per: .seconds(1)), Rate(3, per: .seconds(1)), Rate(7, per: .milliseconds(130)),
    Rate(1000, per: .seconds(1)), Rate(5, per: .seconds(3600)), Rate(20_000, per: .seconds(1)),
  ]

  @Test(arguments: rates, 0..<4)
  func noWindowEverSeesMoreThanItsCalls(_ rate: Rate, seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    var limiter = Limiter(rate)
    var now = start
    var taken: [Int64] = []
    let window = Int64(rate.window / .milliseconds(1))
    let call = max(1, window / Int64(rate.calls))
    for _ in 0..<6000 {
      // Rushes, drops and long rests.
      let pause: Int64 =
        switch Int.random(in: 0..<20, using: &random) {
        case 0: Int64.random(in: 0...(2 * window), using: &random)
        case 1...5: Int64.random(in: 0...(3 * call), using: &random)
        default: 0
        }
      now = now.advanced(byMilliseconds: pause)
      if Int.random(in: 0..<500, using: &random) == 0 {
        limiter.close(until: now.advanced(byMilliseconds: window / 2))
      }
      guard limiter.next(at: now) <= now else { continue }
      limiter.take(at: now)
      taken.append(now.milliseconds)
    }

    #expect(taken.count > 100)
    let offenders = zip(taken, taken.dropFirst(rate.calls)).filter { $1 - $0 < window }
    #expect(offenders.isEmpty)
  }

  @Test(arguments: rates) func whoAlwaysWantsToGoGoesAlmostAsFastAsTheRate(_ rate: Rate) {
    var limiter = Limiter(rate)
    var now = start
    let calls = rate.calls * 20
    for _ in 0..<calls {
      now = max(now, limiter.next(at: now))
      limiter.take(at: now)
    }

    let ideal = rate.window * 20 / .milliseconds(1)
    #expect(Double(now.milliseconds - start.milliseconds) < ideal * 1.03)
  }

  @Test func aFastRateIsSpreadAndASlowOneMayBurst() {
    #expect(Limiter(Rate(30, per: .seconds(1))).room(at: start, atMost: 64) == 2)
    #expect(Limiter(Rate(20, per: .seconds(60))).room(at: start, atMost: 64) == 20)
    #expect(Limiter(Rate(20, per: .seconds(60))).room(at: start, atMost: 4) == 4)
  }

  @Test func theRoomIsWhatCanBeTaken() {
    for rate in Self.rates {
      var (limiter, now) = (Limiter(rate), start)
      for step in 0..<200 {
        let room = limiter.room(at: now, atMost: 64)
        for _ in 0..<room {
          #expect(limiter.next(at: now) <= now)
          limiter.take(at: now)
        }
        if room < 64 { #expect(limiter.next(at: now) > now, "\(rate) at step \(step)") }
        now = now.advanced(byMilliseconds: Int64(step) * 7)
      }
    }
  }

  @Test func aClosedLimiterOpensToTheMillisecondWithOneCall() {
    var limiter = Limiter(Rate(30, per: .seconds(1)))
    limiter.close(until: after(5000))

    #expect(limiter.room(at: after(4999), atMost: 9) == 0)
    #expect(limiter.next(at: start) == after(5000))
    #expect(limiter.closing(at: after(4999)) == after(5000))
    #expect(limiter.room(at: after(5000), atMost: 9) == 1)
    limiter.take(at: after(5000))
    #expect(limiter.next(at: after(5000)) == after(5034))
  }

  @Test func theLongerOfTwoClosingsCounts() {
    var limiter = Limiter(Rate(1, per: .seconds(1)))
    limiter.close(until: after(5000))
    limiter.close(until: after(1000))

    #expect(limiter.next(at: start) == after(5000))
  }

  @Test func aClockThatWasSetBackStopsNothing() {
    for rate in Self.rates where rate.window <= .seconds(60) {
      var limiter = Limiter(rate)
      for _ in 0..<40 { limiter.take(at: after(3_600_000)) }

      #expect(limiter.next(at: start) <= after(61_200))
      limiter.take(at: start)
      #expect(limiter.next(at: start) <= after(61_200))
    }
  }

  @Test func whoRestedForAWindowRemembersNothing() {
    var limiter = Limiter(Rate(20, per: .seconds(60)))
    limiter.take(at: start)

    #expect(!limiter.isIdle(at: after(59_999)))
    #expect(limiter.isIdle(at: after(61_200)))
  }

  @Test(arguments: [
    Rate(0, per: .seconds(1)), Rate(.min, per: .zero), Rate(.max, per: .nanoseconds(1)),
    Rate(1, per: .seconds(Int64.max)), Rate(5, per: .seconds(-9)),
  ])
  func noRateTraps(_ rate: Rate) {
    var limiter = Limiter(rate)
    for now in [start, after(.max), start, after(.min)] {
      limiter.take(at: now)
      limiter.close(until: now.advanced(byMilliseconds: .max))
      #expect(limiter.next(at: now) >= now)
      #expect(limiter.room(at: now, atMost: 5) >= 0)
    }
  }
}

/// Chance that is the same in every run (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
