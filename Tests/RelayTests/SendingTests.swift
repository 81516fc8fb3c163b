import AdapterKit
import EventModel
import JSON
import Store
import Testing

@testable import Relay

/// What becomes of a part: every failure, with and without the platform's word that it drops
/// repeats, with and without time left.
@Suite struct SendingTests {
  /// Whether the platform would drop a repeat of the third try, two seconds from now.
  enum Repeats: CaseIterable {
    case never, stillDropped, noLongerDropped

    var window: Duration? {
      switch self {
      case .never: nil
      case .stillDropped: .seconds(3300)
      case .noLongerDropped: .seconds(11)
      }
    }
  }

  /// Whether the message expires before the next try would be.
  enum Expiry: CaseIterable {
    case far, near

    var seconds: Int64 { self == .far ? 86_400 : 1 }
  }

  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let error = DeliveryError(.platformError, code: "500", "no")

  /// The third try, begun ten seconds after the first; the next one would be in two.
  private func word(_ failure: SendFailure, _ repeats: Repeats, _ expiry: Expiry) -> String {
    let request = Part(
      JSONFragment { $0.null() }, repeats: repeats.window.map { .areDropped(for: $0) } ?? .areSeen)
    var part = DuePart(
      request, of: "event", in: "lane", at: .nowhere,
      expiresAt: Self.now.advanced(by: .seconds(expiry.seconds)))
    part.attempt = 3
    part.firstTriedAt = Self.now.advanced(by: .seconds(-10))
    var random = Chance.least
    return Sending().outcome(of: failure, for: part, by: ToyAdapter(), at: Self.now, using: &random)
      .word(since: Self.now)
  }

  @Test(arguments: Repeats.allCases, Expiry.allCases)
  func whatIsFinalStaysFinal(_ repeats: Repeats, _ expiry: Expiry) {
    #expect(word(.alreadyDone, repeats, expiry) == "sent")
    #expect(word(.rejected(Self.error), repeats, expiry) == "failed")
  }

  @Test(arguments: Repeats.allCases)
  func whatWasNotWrittenIsTriedAgainUntilItExpires(_ repeats: Repeats) {
    for failure in [SendFailure.unavailable(Self.error), .unauthorized(Self.error)] {
      #expect(word(failure, repeats, .far) == "retry in 2 s")
      #expect(word(failure, repeats, .near) == "failed")
    }
  }

  @Test(arguments: Repeats.allCases, [SendFailure.Reach.conversation, .channel])
  func whatWasTooFastWaitsAsLongAsThePlatformSays(
    _ repeats: Repeats, _ reach: SendFailure.Reach
  ) {
    #expect(
      word(.throttled(retryAfter: .seconds(7), reach, Self.error), repeats, .far) == "retry in 7 s")
    #expect(
      word(.throttled(retryAfter: .seconds(7), reach, Self.error), repeats, .near) == "failed")
  }

  @Test(arguments: [
    (Repeats.never, Expiry.far, "uncertain"), (.never, .near, "uncertain"),
    (.stillDropped, .far, "unknown for 2 s"), (.stillDropped, .near, "uncertain"),
    (.noLongerDropped, .far, "uncertain"), (.noLongerDropped, .near, "uncertain"),
  ])
  func whatMayHaveArrivedIsRepeatedOnlyWhereThatIsHarmless(
    _ repeats: Repeats, _ expiry: Expiry, _ expected: String
  ) {
    #expect(word(.uncertain(Self.error), repeats, expiry) == expected)
  }

  @Test(arguments: [(-1, true), (0, true), (1, false)])
  func whatExpiredIsNotTried(_ milliseconds: Int64, _ hasExpired: Bool) {
    var part = DuePart(
      Part(JSONFragment { $0.null() }), of: "event", in: "lane", at: .nowhere,
      expiresAt: Self.now.advanced(byMilliseconds: milliseconds))

    #expect(
      Sending().expiry(of: part, at: Self.now)?.word(since: Self.now)
        == (hasExpired ? "failed" : nil))
    part.isUnknown = true
    #expect(Sending().expiry(of: part, at: Self.now) == nil)
  }

  @Test func timesThatNobodyCanReachAreTheEndOfTime() {
    let now = Self.now
    #expect(now.advanced(by: .seconds(Int64.max)) == now.advanced(byMilliseconds: .max))
    #expect(now.advanced(by: .seconds(Int64.min)) == now.advanced(byMilliseconds: .min))
    #expect(now.advanced(by: .milliseconds(1500)) == now.advanced(byMilliseconds: 1500))
    #expect(now.advanced(by: .milliseconds(-1500)) == now.advanced(byMilliseconds: -1500))
  }
}

extension SendOutcome {
  fileprivate func word(since now: Timestamp) -> String {
    switch self {
    case .sent: "sent"
    case .retry(let at, _): "retry in \((at.milliseconds - now.milliseconds) / 1000) s"
    case .postponed: "postponed"
    case .unknown(let at, _): "unknown for \((at.milliseconds - now.milliseconds) / 1000) s"
    case .mended: "mended"
    case .moved: "moved"
    case .uncertain: "uncertain"
    case .failed: "failed"
    }
  }
}
