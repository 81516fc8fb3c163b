/// Decides whether, and after how long, a child that ended is started again.
///
/// A plain value that is told the time, so that an hour of failures is a table in a test.
package struct RestartPolicy: Sendable, Hashable {
  package enum Decision: Sendable, Hashable {
    case restart(after: Duration)
    /// The child did what it was for; nothing is amiss.
    case leave
    /// Trying again here can't help: whoever stands above must decide.
    case escalate
  }

  /// Which ends call for another start.
  package enum Rule: Sendable, Hashable {
    /// The child lives as long as its supervisor: any end that nobody asked for is a failure.
    case always
    /// The child may finish its work and return.
    case onFailure
  }

  /// How many restarts within which time are taken for bad luck.
  package struct Limit: Sendable, Hashable {
    package let restarts: Int
    package let window: Duration

    package init(restarts: Int, within window: Duration) {
      self.restarts = restarts
      self.window = window
    }
  }

  /// The pause before a restart: it doubles, and begins anew after a time of health.
  package struct Pauses: Sendable, Hashable {
    package let first: Duration
    package let longest: Duration
    package let health: Duration

    package init(from first: Duration, to longest: Duration, afterHealth health: Duration) {
      self.first = first
      self.longest = longest
      self.health = health
    }
  }

  /// How many times in a row the child has ended since it was last in health.
  package private(set) var attempt = 0

  private let rule: Rule
  private let limit: Limit?
  private let pauses: Pauses
  private var nextPause: Duration
  private var startedAt: Duration?
  private var restarts: [Duration] = []

  package init(_ rule: Rule = .always, limit: Limit?, pauses: Pauses) {
    self.rule = rule
    self.limit = limit
    self.pauses = pauses
    nextPause = pauses.first
  }

  /// For what carries the house: five restarts in a minute, then it is somebody else's trouble.
  package static let house = RestartPolicy(
    limit: Limit(restarts: 5, within: .seconds(60)),
    pauses: Pauses(from: .milliseconds(100), to: .seconds(2), afterHealth: .seconds(60)))

  /// For channels and consumers: it never gives up, since the far side may be back tomorrow.
  package static let patient = RestartPolicy(
    limit: nil,
    pauses: Pauses(from: .seconds(1), to: .seconds(60), afterHealth: .seconds(600)))

  /// Decides about a child that ended, unasked, at a moment counted from any fixed one.
  package mutating func childEnded(failed: Bool, at now: Duration) -> Decision {
    guard failed || rule == .always else { return .leave }
    if let limit {
      restarts.removeAll { now - $0 >= limit.window }
      guard restarts.count < limit.restarts else { return .escalate }
      restarts.append(now)
    }
    if let startedAt, now - startedAt >= pauses.health {
      attempt = 0
      nextPause = pauses.first
    }
    let pause = nextPause
    nextPause = min(pause * 2, pauses.longest)
    attempt += 1
    startedAt = now + pause
    return .restart(after: pause)
  }
}
