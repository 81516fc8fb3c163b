import AdapterKit
import EventModel

/// What direct operations have done.
extension Ledger {
  /// Writes an effect down on its row, and gives the row.
  package mutating func note(
    _ effect: DirectEffect, of row: EventID
  ) throws(StoreError) -> Event {
    if case .readUpTo = effect { try release(row) }
    guard var event = try state.newest(of: row) else { throw .notFound }
    let now = now
    switch effect {
    case .reacted(let emoji):
      let before = try state.exchangeReaction(of: row, with: emoji)
      guard before != emoji else { return event }
      event.updateInteractions { $0.exchangeReaction(before, with: emoji) }
      try change(&event, kind: .statusChanged)
    case .pinned(let sender):
      event.updateInteractions {
        $0.pinning = .init {
          $0.isPinned = true
          $0.pinnedAt = now
          $0.pinnedBy = sender.mark
        }
      }
      try change(&event, kind: .statusChanged)
    case .unpinned:
      event.updateInteractions { $0.pinning = .init { $0.isPinned = false } }
      try change(&event, kind: .statusChanged)
    case .pollStopped:
      event.updateInteractions { $0.poll?.state.closed = true }
      try change(&event, kind: .statusChanged)
    case .readUpTo(let sender): try read(&event, by: sender)
    }
    return event
  }

  private mutating func read(_ event: inout Event, by sender: Sender) throws(StoreError) {
    guard let dialog = event.scope.dialog else { return }
    var counters = try state.counters(of: dialog)
    if event.id.rawValue > counters.operatorReadTo?.rawValue ?? "" {
      counters.operatorReadTo = event.id
      counters.operatorUnread = min(
        counters.operatorUnread, try state.received(in: dialog, after: event.id))
      counters.updatedAt = now
      try state.save(counters, of: dialog)
    }
    let now = now
    event.updateStatus { status in
      guard status.read?.isRead != true else { return }
      status.read = .init {
        $0.isRead = true
        $0.readAt = now
        $0.markedBy = sender.kind == .user ? "operator:\(sender.id ?? "")" : sender.mark
      }
    }
    try change(&event, kind: .messageRead)
  }
}

extension MessageInteractions {
  /// Our one reaction is another now.
  fileprivate mutating func exchangeReaction(_ old: String?, with new: String?) {
    var reactions = reactions ?? []
    if let old, let at = reactions.firstIndex(where: { $0.emoji == old }) {
      let count = (reactions[at].count ?? 1) - 1
      if count > 0 { reactions[at].count = count } else { reactions.remove(at: at) }
    }
    if let new {
      if let at = reactions.firstIndex(where: { $0.emoji == new }) {
        reactions[at].count = (reactions[at].count ?? 0) + 1
      } else {
        reactions.append(
          MessageReaction {
            $0.emoji = new
            $0.type = "emoji"
            $0.count = 1
          })
      }
    }
    self.reactions = reactions
  }
}
