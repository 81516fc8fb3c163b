import Testing

@testable import Supervision

struct RestartPolicyTests {
  @Test func aPatientOneBacksOffFromASecondToAMinuteAndNeverGivesUp() {
    var policy = RestartPolicy.patient
    var now: Duration = .zero
    var pauses: [Duration] = []

    for _ in 0..<1000 {
      guard case .restart(let pause) = policy.childEnded(failed: true, at: now) else {
        Issue.record("gave up after \(pauses.count) restarts")
        return
      }
      pauses.append(pause)
      now += pause
    }

    let first: [Duration] = [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) }
    #expect(Array(pauses.prefix(8)) == first)
    #expect(pauses.dropFirst(6).allSatisfy { $0 == .seconds(60) })
    #expect(policy.attempt == 1000)
  }

  /// Health is counted from the restart, not from the failure before it.
  @Test(arguments: [(601, 1, 1), (600, 2, 2)])
  func beginsAnewAfterTenMinutesOfHealth(downAgainAt: Int, pause: Int, attempt: Int) {
    var policy = RestartPolicy.patient
    #expect(policy.childEnded(failed: true, at: .zero) == .restart(after: .seconds(1)))

    let decision = policy.childEnded(failed: true, at: .seconds(downAgainAt))

    #expect(decision == .restart(after: .seconds(pause)))
    #expect(policy.attempt == attempt)
  }

  @Test func theHouseEscalatesAtTheSixthFailureInAMinute() {
    var policy = RestartPolicy.house
    for second in 0..<5 {
      let decision = policy.childEnded(failed: true, at: .seconds(second))
      #expect(decision != .escalate)
    }

    #expect(policy.childEnded(failed: true, at: .seconds(59)) == .escalate)
  }

  @Test func failuresOlderThanTheWindowAreForgiven() {
    var policy = RestartPolicy.house

    for failure in 0..<100 {
      let decision = policy.childEnded(failed: true, at: .seconds(failure * 12))
      #expect(decision != .escalate)
    }
  }

  @Test(arguments: [
    (RestartPolicy.Rule.always, true, RestartPolicy.Decision.restart(after: .seconds(1))),
    (.always, false, .restart(after: .seconds(1))),
    (.onFailure, true, .restart(after: .seconds(1))),
    (.onFailure, false, .leave),
  ])
  func theRuleSaysWhichEndIsAFailure(
    rule: RestartPolicy.Rule, failed: Bool, decision: RestartPolicy.Decision
  ) {
    var policy = RestartPolicy(
      rule, limit: nil,
      pauses: .init(from: .seconds(1), to: .seconds(1), afterHealth: .seconds(1)))

    #expect(policy.childEnded(failed: failed, at: .zero) == decision)
  }
}
