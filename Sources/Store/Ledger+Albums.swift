import AdapterKit
import EventModel

/// How long the first message of an album is kept back for the others, by our own time.
package enum AlbumPatience {
  /// Since the last message of it.
  package static let sinceLast: Int64 = 1000
  /// Since the first one, in all.
  package static let inAll: Int64 = 3000
}

/// Albums come as several messages of one group, and are one row.
extension Ledger {
  /// Keeps a row back that may get further messages; false when it is to be recorded at once.
  mutating func hold(_ event: Event, in place: DraftPlace) throws(StoreError) -> Bool {
    guard let dialog = place.dialog, try state.hold(event) else { return false }
    if let made = place.made {
      try keep(made, firstMessage: nil, of: dialog)
      try state.save(
        DialogCounters(startedAt: made.timeline.startedAt, recordedAt: now), of: dialog)
    }
    return true
  }

  /// Records a row that was kept back, as it is by now.
  package mutating func release(_ row: EventID) throws(StoreError) {
    guard try state.isHeld(row), let event = try state.newest(of: row) else { return }
    try state.letGo(row)
    try store(event, in: DraftPlace(dialog: event.scope.dialog))
  }

  /// Records what a dialog keeps back, so that nothing overtakes it.
  mutating func releaseAll(
    of dialog: DialogID, beside row: EventID
  ) throws(StoreError) {
    for held in try state.held(in: dialog) where held != row { try release(held) }
  }

  /// Records what a dialog keeps back and was made before a row.
  mutating func releaseAll(
    of dialog: DialogID, before row: EventID
  ) throws(StoreError) {
    for held in try state.held(in: dialog) where held.rawValue < row.rawValue {
      try release(held)
    }
  }

  /// What a change of one message of an album is to the album: the files of the others stay, and
  /// the words too where the changed one, which is not the first, has none.
  func whole(_ draft: ChangeDraft, of event: Event) throws(StoreError) -> Change {
    guard case .edited(let message, let attachments, let editor) = draft.change,
      event.attachments.count > 1, event.sending == nil
    else { return draft.change }
    let messages = try state.messages(of: event.id)
    guard messages.count > 1, let at = messages.firstIndex(where: { $0.key == draft.message })
    else { return draft.change }
    let count = event.attachments.count
    let start = min(messages[at].place, count)
    let end = at + 1 < messages.count ? min(messages[at + 1].place, count) : count
    var all = event.attachments
    all.replaceSubrange(start..<max(start, end), with: attachments)
    let keepsWords = message.content.isEmpty && at > 0
    return .edited(
      keepsWords ? event.message ?? message : message, attachments: all, by: editor)
  }

  /// Adds a further message of a group to its row.
  mutating func join(_ draft: EventDraft, to row: EventID) throws(StoreError) {
    guard var event = try state.newest(of: row) else { return }
    let place = event.attachments.count
    event.attachments += draft.attachments.identified(by: ids)
    try catalogSources(&event)
    if case .messageCreated(let message) = draft.action, event.message?.content.isEmpty != false {
      event.message = message
    }
    if let message = draft.links.message { try state.name(row, message, at: place) }
    if try state.isHeld(row) {
      _ = try state.hold(event)
    } else {
      try change(&event, kind: event.timeline.action)
    }
  }
}
