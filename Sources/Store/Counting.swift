import EventModel

extension DialogCounters {
  /// How far behind the newest event one may lie and still count as unread.
  private static let backfill: Int64 = 24 * 3_600_000

  /// Counts a new row (FIELDS §9).
  mutating func count(_ event: Event, recordedAt: Timestamp) {
    let at = event.timeline.orderedAt
    let isBackfilled = at.milliseconds < lastEventAt.milliseconds &- Self.backfill
    updatedAt = max(updatedAt, recordedAt)
    lastEventAt = max(lastEventAt, at)
    startedAt = min(startedAt, at)
    if event.timeline.action.isHistory { events += 1 }
    if event.isBroken { openErrors += 1 }
    if event.isInbound, event.isAct, !isBackfilled { leadUnread = 0 }
    switch event.timeline.action {
    case .messageCreated: countMessage(event, at: at, isBackfilled: isBackfilled)
    case .dialogCleared:
      events = 0
      messages = 0
    default: break
    }
  }

  private mutating func countMessage(_ event: Event, at: Timestamp, isBackfilled: Bool) {
    messages += 1
    if at >= lastMessageAt ?? at {
      lastMessage = event.id
      lastMessageAt = at
    }
    if event.isInbound {
      firstInboundAt = min(firstInboundAt ?? at, at)
      if !isBackfilled { operatorUnread += 1 }
    } else if let sender = event.sender?.kind, Self.answering.contains(sender) {
      if sender != .assistant, !isBackfilled {
        operatorUnread = 0
        operatorReadTo = event.id
      }
      guard firstResponseSeconds == nil, let asked = firstInboundAt else { return }
      firstResponseSeconds = max(0, (at.milliseconds - asked.milliseconds) / 1000)
    }
  }

  /// Who answers for us; an assistant answers without having read for the operators.
  private static let answering: Set<Sender.Kind> = [.user, .externalOperator, .assistant]

  /// Counts what a platform says about a row that is known.
  mutating func count(_ change: ActionType, of event: Event, recordedAt: Timestamp) {
    updatedAt = max(updatedAt, recordedAt)
    switch change {
    case .messageDeleted where isUnread(event): operatorUnread = max(0, operatorUnread - 1)
    case .messageRestored where isUnread(event): operatorUnread += 1
    case .messageRead where !event.isInbound: leadUnread = 0
    default: break
    }
  }

  /// Counts what became broken or whole; false when it is as it was.
  mutating func count(_ event: Event, wasBroken: Bool, recordedAt: Timestamp) -> Bool {
    guard event.isBroken != wasBroken else { return false }
    openErrors = max(0, openErrors + (wasBroken ? -1 : 1))
    updatedAt = max(updatedAt, recordedAt)
    return true
  }

  /// Whether no operator has answered since this message came.
  private func isUnread(_ event: Event) -> Bool {
    event.timeline.action == .messageCreated && event.isInbound
      && event.id.rawValue > operatorReadTo?.rawValue ?? ""
  }

  /// Counts a message of ours that reached `sent`: in a private conversation the lead has not read
  /// it.
  mutating func countSent(in dialogType: Dialog.DialogType, at now: Timestamp) {
    if dialogType == .privateChat { leadUnread += 1 }
    updatedAt = max(updatedAt, now)
  }
}

extension Event {
  fileprivate var isInbound: Bool { place.sourceContext?.direction == .inbound }

  /// Whether the other side did something that shows it has seen our messages.
  fileprivate var isAct: Bool {
    switch timeline.action {
    case .messageCreated, .buttonClicked, .reactionAdded: true
    default: false
    }
  }
}

extension Event.Timeline {
  /// How far ahead of ours a platform's clock may run before ours counts.
  private static let clockSkew: Int64 = 5 * 60_000

  /// When it happened, for putting rows in order (FIELDS §13).
  package var orderedAt: Timestamp {
    occurredAt > createdAt.advanced(byMilliseconds: Self.clockSkew) ? createdAt : occurredAt
  }
}
