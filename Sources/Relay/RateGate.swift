import AdapterKit
import EventModel

/// Lets sends through no faster than a platform's limits allow. It decides and returns; it never
/// sleeps.
package actor RateGate {
  package enum Verdict: Hashable, Sendable {
    /// Go now; the tokens are taken.
    case pass
    case notBefore(Timestamp)
  }

  private let pace: Pace
  private var channel: TokenBucket
  private var lanes: [DialogID: TokenBucket] = [:]
  /// The lane that was throttled last, and when.
  private var lastThrottled: (lane: DialogID, at: Timestamp)?
  /// When so many lanes are remembered, those that rested are forgotten.
  private var enoughLanes = RateGate.fewLanes

  private static let fewLanes = 1024
  /// Two lanes that are throttled within this are throttled for what the channel does.
  private static let sameBreath: Duration = .seconds(1)

  package init(pace: Pace, at now: Timestamp) {
    self.pace = pace
    channel = TokenBucket(perSecond: pace.channel.perSecond, burst: pace.channel.perSecond, at: now)
  }

  /// How many sends the channel may begin now, whatever their lanes.
  package func room(at now: Timestamp) -> Int { channel.room(at: now) }

  /// When the channel may begin a send.
  package func opening(at now: Timestamp) -> Timestamp { channel.next(at: now) }

  /// How many lanes are remembered.
  var remembered: Int { lanes.count }

  package func ask(for lane: DialogID, at now: Timestamp) -> Verdict {
    var own = lanes[lane]
    if own == nil, let rate = pace.chat?.perSecond {
      own = TokenBucket(perSecond: rate, burst: 1, at: now)
    }
    let next = max(channel.next(at: now), own?.next(at: now) ?? now)
    guard next <= now else { return .notBefore(next) }
    channel.take(at: now)
    own?.take(at: now)
    if let own { remember(own, of: lane, at: now) }
    return .pass
  }

  /// The platform asked this lane to wait, or all of them.
  ///
  /// Not every platform says which of its limits was hit: when it complains of a second lane in the
  /// same breath, the limit is the channel's.
  package func close(
    _ lane: DialogID, _ reach: SendFailure.Reach, until: Timestamp, at now: Timestamp
  ) {
    var own = lanes[lane] ?? laneBucket(at: now)
    own.close(until: until)
    remember(own, of: lane, at: now)
    let isOfChannel = lastThrottled.map {
      $0.lane != lane && now < $0.at.advanced(by: Self.sameBreath)
    }
    lastThrottled = (lane, now)
    if reach == .channel || isOfChannel == true { channel.close(until: until) }
  }

  private func laneBucket(at now: Timestamp) -> TokenBucket {
    (pace.chat?.perSecond).map { TokenBucket(perSecond: $0, burst: 1, at: now) }
      ?? TokenBucket(perSecond: pace.channel.perSecond, burst: pace.channel.perSecond, at: now)
  }

  /// Forgetting waits until there are twice as many as were worth keeping, so that its cost does
  /// not grow with the number of lanes.
  private func remember(_ bucket: TokenBucket, of lane: DialogID, at now: Timestamp) {
    lanes[lane] = bucket
    guard lanes.count >= enoughLanes else { return }
    lanes = lanes.filter { $0.value.next(at: now) > now }
    enoughLanes = max(Self.fewLanes, lanes.count * 2)
  }
}
