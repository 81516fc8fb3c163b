import AdapterKit
import EventModel

/// Lets sends through no faster than a platform's limits allow: it gives them turns, a little ahead
/// of their time. It decides and returns; it never sleeps.
package actor RateGate {
  package enum Verdict: Hashable, Sendable {
    /// Go at its time; it is counted.
    case turn(Turn)
    /// Nothing is counted; ask again then.
    case notBefore(Timestamp)

    /// When to go, or to ask again.
    package var time: Timestamp {
      switch self {
      case .turn(let turn): turn.at
      case .notBefore(let time): time
      }
    }
  }

  /// A call's place in all of its bounds.
  package struct Turn: Hashable, Sendable {
    package fileprivate(set) var at: Timestamp
    let lane: DialogID
    let bounds: [Part.Bound]
    let messages: Int
  }

  /// What becomes of a call at its turn.
  package enum Departure: Hashable, Sendable {
    /// Go; it is counted from that time on.
    case go(Turn)
    /// It comes too late; it takes another turn.
    case missed
    /// The platform has asked for a rest since.
    case closed(until: Timestamp)
  }

  private let pace: Pace
  private var channel: Limiter
  private var methods: [String: Limiter]
  private var lanes: [DialogID: LaneLimiters] = [:]
  private var complaints = Complaints()
  private var quickest = Quickest()
  /// When so many lanes are remembered, those that rested are forgotten.
  private var enoughLanes = RateGate.fewLanes

  private static let fewLanes = 1024

  package init(pace: Pace) {
    self.pace = pace
    channel = Limiter(pace.channel)
    methods = pace.methods.mapValues { Limiter($0) }
  }

  /// How far ahead the queue is given its turns, so that what is written down first costs no pace.
  package static let ahead: Duration = .milliseconds(250)
  /// How far ahead those go who stand in no queue: behind its turns, and before its next ones.
  package static let farAhead: Duration = .milliseconds(500)
  /// Who comes so late has missed his turn.
  private static let latest: Duration = .milliseconds(250)
  /// What the margin of the windows bears, in milliseconds.
  private static let tolerated: Int64 = 20
  /// An answer that takes longer took its time at the platform.
  private static let latestArrival: Int64 = 250

  /// How many turns the queue may take now, whatever the lanes, as far as anybody asks; none until
  /// half of them are free, so that they are taken several at a time.
  package func room(at now: Timestamp, atMost most: Int) -> Int {
    opening(at: now) <= now ? channel.room(at: now, ahead: Self.ahead, atMost: most) : 0
  }

  /// When there is room for the queue.
  package func opening(at now: Timestamp) -> Timestamp {
    closing(at: now) ?? channel.next(at: now).advanced(by: Self.ahead / -2)
  }

  /// Until when the platform wants nothing of the whole channel, if it said so.
  package func closing(at now: Timestamp) -> Timestamp? { channel.closing(at: now) }

  /// How many lanes are remembered: those that had a call within the longest window, and those that
  /// the platform has closed.
  var remembered: Int { lanes.count }

  /// Gives a call its turn under all of its bounds, within so long from now; who is held back takes
  /// nothing of any.
  ///
  /// A turn is the next one of the channel's: a lane that opens later would hold up all others.
  package func turn(
    of part: Part, in lane: DialogID, ahead: Duration = .zero, at now: Timestamp
  ) -> Verdict {
    var own = lanes[lane] ?? LaneLimiters(pace)
    let messages = part.messages
    // A closed channel is closed to calls beside its pace too.
    if let closing = closing(at: now) { return .notBefore(closing) }
    var (time, reach) = (now, ahead)
    if part.bounds.contains(.channel) {
      time = max(time, channel.next(messages, at: now))
      reach += channel.span(of: messages)
    }
    guard time <= now.advanced(by: reach) else {
      return .notBefore(max(time.advanced(by: .zero - reach), now.advanced(byMilliseconds: 1)))
    }
    for bound in part.bounds {
      let opening = opening(of: bound, own, messages, at: now)
      if opening > time { return .notBefore(opening) }
    }
    let turn = Turn(at: time, lane: lane, bounds: part.bounds, messages: messages)
    change(turn, &own) { $0.take(messages, at: time) }
    if !own.isIdle(at: now) { remember(own, of: lane, at: now) }
    return .turn(turn)
  }

  /// Says whether a call may go now that its turn has come, and counts it from now on.
  package func depart(_ turn: Turn, at now: Timestamp) -> Departure {
    if let closing = channel.closing(at: now) { return .closed(until: closing) }
    if let closing = lanes[turn.lane]?.closedUntil, closing > now, turn.isOfChat {
      return .closed(until: closing)
    }
    guard now <= turn.at.advanced(by: Self.latest) else { return .missed }
    guard now > turn.at else { return .go(turn) }
    return .go(delayed(turn, until: now))
  }

  /// The platform has answered a call that went at its turn.
  ///
  /// It counts what arrives: a call whose answer took longer than the quickest may have arrived
  /// later by as much.
  package func answered(_ turn: Turn, at now: Timestamp) {
    let taken = now.milliseconds - turn.at.milliseconds
    quickest.note(taken)
    let late = taken - quickest.value - Self.tolerated
    guard late > 0 else { return }
    _ = delayed(turn, until: turn.at.advanced(byMilliseconds: min(late, Self.latestArrival)))
  }

  private func delayed(_ turn: Turn, until time: Timestamp) -> Turn {
    var own = lanes[turn.lane] ?? LaneLimiters(pace)
    change(turn, &own) { $0.leave(turn.messages, late: time, for: turn.at) }
    if lanes[turn.lane] != nil { lanes[turn.lane] = own }
    var turn = turn
    turn.at = time
    return turn
  }

  private func change(
    _ turn: Turn, _ own: inout LaneLimiters, _ body: (inout Limiter) -> Void
  ) {
    for bound in turn.bounds {
      switch bound {
      case .channel: body(&channel)
      case .chat: own.chat.change(body)
      case .group: own.group.change(body)
      case .method(let name): methods[name].change(body)
      }
    }
  }

  private func opening(
    of bound: Part.Bound, _ own: LaneLimiters, _ messages: Int, at now: Timestamp
  ) -> Timestamp {
    switch bound {
    case .channel: now
    case .chat: max(own.chat?.next(messages, at: now) ?? now, own.closedUntil ?? now)
    case .group: max(own.group?.next(messages, at: now) ?? now, own.closedUntil ?? now)
    case .method(let name): methods[name]?.next(messages, at: now) ?? now
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

extension RateGate.Turn {
  /// Whether what the platform says of the conversation is about it.
  fileprivate var isOfChat: Bool { bounds.contains(.chat) || bounds.contains(.group) }
}

extension Limiter? {
  fileprivate mutating func change(_ body: (inout Limiter) -> Void) {
    guard var limiter = self else { return }
    // It is the only one that holds the times, or all of them would be copied.
    self = nil
    body(&limiter)
    self = limiter
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
