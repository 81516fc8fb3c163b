import AdapterKit
import EventModel

/// Lets sends through no faster than a platform's limits allow. It decides and returns; it never sleeps.
package actor RateGate {
  package enum Verdict: Hashable, Sendable {
    /// Go now; the tokens are taken.
    case pass
    case notBefore(Timestamp)
  }

  private let pace: Abilities.Pace
  private var channel: TokenBucket
  private var lanes: [DialogID: TokenBucket] = [:]

  /// More lanes than this are not remembered: those that rested are forgotten.
  private static let mostLanes = 10_000

  package init(pace: Abilities.Pace, at now: Timestamp) {
    self.pace = pace
    channel = TokenBucket(perSecond: pace.perSecond, burst: pace.perSecond, at: now)
  }

  package func ask(for lane: DialogID, at now: Timestamp) -> Verdict {
    var own = lanes[lane]
    if own == nil, let rate = pace.perChatPerSecond {
      own = TokenBucket(perSecond: rate, burst: 1, at: now)
    }
    let next = max(channel.next(at: now), own?.next(at: now) ?? now)
    guard next <= now else { return .notBefore(next) }
    channel.take(at: now)
    own?.take(at: now)
    remember(own, of: lane, at: now)
    return .pass
  }

  /// The platform asked this lane to wait; the others go on.
  package func close(_ lane: DialogID, until: Timestamp, at now: Timestamp) {
    let rate = pace.perChatPerSecond ?? pace.perSecond
    var own = lanes[lane] ?? TokenBucket(perSecond: rate, burst: max(rate, 1), at: now)
    own.close(until: until)
    remember(own, of: lane, at: now)
  }

  private func remember(_ bucket: TokenBucket?, of lane: DialogID, at now: Timestamp) {
    guard let bucket else { return }
    if lanes.count >= Self.mostLanes, lanes[lane] == nil {
      lanes = lanes.filter { $0.value.next(at: now) > now }
    }
    lanes[lane] = bucket
  }
}
