import EventModel

extension DialogCounters {
  /// How far behind the newest event one may lie and still count as unread.
  private static let backfill: Int64 = 24 * 3_600_000
  /// How far ahead of ours a platform's clock may run before ours counts.
  private static let clockSkew: Int64 = 5 * 60_000

  /// Counts a new row (FIELDS §9).
  mutating func count(_ event: Event, recordedAt: Timestamp) {
    let latest = recordedAt.advanced(byMilliseconds: Self.clockSkew)
    let at = event.timeline.occurredAt > latest ? recordedAt : event.timeline.occurredAt
    updatedAt = max(updatedAt, recordedAt)
    if event.timeline.action.isHistory { events += 1 }
    let isBackfilled = at.milliseconds < lastEventAt.milliseconds &- Self.backfill
    lastEventAt = max(lastEventAt, at)
    startedAt = min(startedAt, at)
    let isInbound = event.place.sourceContext?.direction == .inbound
    if isInbound, event.isAct { leadUnread = 0 }
    guard event.timeline.action == .messageCreated else { return }
    messages += 1
    if at >= lastMessageAt ?? at {
      lastMessage = event.id
      lastMessageAt = at
    }
    if isInbound {
      firstInboundAt = min(firstInboundAt ?? at, at)
      if !isBackfilled { operatorUnread += 1 }
    } else {
      countAnswer(event, at: at)
    }
  }

  /// Counts an answer of ours: what it reads, and how fast it came.
  private mutating func countAnswer(_ event: Event, at: Timestamp) {
    guard let sender = event.sender?.kind, Self.answering.contains(sender) else { return }
    if sender != .assistant { operatorUnread = 0 }
    guard firstResponseSeconds == nil, let asked = firstInboundAt else { return }
    firstResponseSeconds = max(0, (at.milliseconds - asked.milliseconds) / 1000)
  }

  private static let answering: Set<Sender.Kind> = [.user, .externalOperator, .assistant]

  /// Counts a message of ours that reached `sent`: in a private conversation the lead has not read it.
  mutating func countSent(in dialogType: Dialog.DialogType, at now: Timestamp) {
    if dialogType == .privateChat { leadUnread += 1 }
    updatedAt = max(updatedAt, now)
  }
}

extension Event {
  /// Whether the other side did something that shows it has seen our messages.
  fileprivate var isAct: Bool {
    switch timeline.action {
    case .messageCreated, .buttonClicked, .reactionAdded: true
    default: false
    }
  }
}
