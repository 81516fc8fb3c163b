import AdapterKit
import EventModel

/// Lets sends through no faster than a platform's limits allow. It decides and returns; it never
/// sleeps.
package actor RateGate {
  package enum Verdict: Hashable, Sendable {
    /// Go now; it is counted.
    case pass
    case notBefore(Timestamp)
  }

  private let pace: Pace
  private var channel: Limiter
  private var methods: [String: Limiter]
  private var lanes: [DialogID: LaneLimiters] = [:]
  private var complaints = Complaints()
  /// When so many lanes are remembered, those that rested are forgotten.
  private var enoughLanes = RateGate.fewLanes

  private static let fewLanes = 1024

  package init(pace: Pace) {
    self.pace = pace
    channel = Limiter(pace.channel)
    methods = pace.methods.mapValues { Limiter($0) }
  }

  /// How many sends the channel may begin now, whatever their lanes, as far as anybody asks.
  package func room(at now: Timestamp, atMost most: Int) -> Int {
    channel.room(at: now, atMost: most)
  }

  /// When the channel may begin a send.
  package func opening(at now: Timestamp) -> Timestamp { channel.next(at: now) }

  /// Until when the platform wants nothing of the whole channel, if it said so.
  package func closing(at now: Timestamp) -> Timestamp? { channel.closing(at: now) }

  /// How many lanes are remembered: those that had a call within the longest window, and those that
  /// the platform has closed.
  var remembered: Int { lanes.count }

  /// Asks for one call under all of its bounds; who is held back takes nothing of any.
  package func ask(
    for lane: DialogID, within bounds: [Part.Bound], at now: Timestamp
  ) -> Verdict {
    var own = lanes[lane] ?? LaneLimiters(pace)
    // A closed channel is closed to calls beside its pace too.
    var next = max(now, channel.closing(at: now) ?? now)
    for bound in bounds { next = max(next, opening(of: bound, own, at: now)) }
    guard next <= now else { return .notBefore(next) }
    for bound in bounds {
      switch bound {
      case .channel: channel.take(at: now)
      case .chat: own.chat?.take(at: now)
      case .group: own.group?.take(at: now)
      case .method(let name): methods[name]?.take(at: now)
      }
    }
    if !own.isIdle(at: now) { remember(own, of: lane, at: now) }
    return .pass
  }

  private func opening(
    of bound: Part.Bound, _ own: LaneLimiters, at now: Timestamp
  ) -> Timestamp {
    switch bound {
    case .channel: channel.next(at: now)
    case .chat: max(own.chat?.next(at: now) ?? now, own.closedUntil ?? now)
    case .group: max(own.group?.next(at: now) ?? now, own.closedUntil ?? now)
    case .method(let name): methods[name]?.next(at: now) ?? now
    }
  }

  /// The platform took a call of this lane.
  package func served(_ lane: DialogID, at now: Timestamp) {
    complaints.note(nil, at: now)
  }

  /// The platform asked this lane to wait, or all of them.
  ///
  /// Not every platform says which of its limits was hit: when it complains of most of what we do,
  /// of several conversations, the limit is the channel's.
  package func close(
    _ lane: DialogID, _ reach: SendFailure.Reach, until: Timestamp, at now: Timestamp
  ) {
    var own = lanes[lane] ?? LaneLimiters(pace)
    own.closedUntil = max(own.closedUntil ?? until, until)
    remember(own, of: lane, at: now)
    complaints.note(lane, at: now)
    if reach == .channel || complaints.areOfAll { channel.close(until: until) }
  }

  /// Forgetting waits until there are twice as many as were worth keeping, so that its cost does
  /// not grow with the number of lanes.
  private func remember(_ own: LaneLimiters, of lane: DialogID, at now: Timestamp) {
    lanes[lane] = own
    guard lanes.count >= enoughLanes else { return }
    lanes = lanes.filter { !$0.value.isIdle(at: now) }
    enoughLanes = max(Self.fewLanes, lanes.count * 2)
  }
}

/// The bounds of one conversation.
struct LaneLimiters: Sendable {
  var chat: Limiter?
  var group: Limiter?
  /// Nothing goes into it before this: the platform said so.
  var closedUntil: Timestamp?

  init(_ pace: Pace) {
    chat = pace.chat.map { Limiter($0) }
    group = pace.group.map { Limiter($0) }
  }

  func isIdle(at now: Timestamp) -> Bool {
    (chat?.isIdle(at: now) ?? true) && (group?.isIdle(at: now) ?? true)
      && closedUntil.map { $0 <= now } ?? true
  }
}
