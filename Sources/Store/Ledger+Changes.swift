import AdapterKit
import EventModel

/// What becomes of rows and conversations that are known.
extension Ledger {
  mutating func apply(_ draft: ChangeDraft) throws(StoreError) {
    guard try isNew(draft.claims) else { return }
    guard let row = try state.event(of: draft.message), var event = try state.newest(of: row) else {
      if let otherwise = draft.otherwise { try apply(otherwise) }
      return
    }
    if !draft.change.isOfContent { try release(row) }
    let (known, wasBroken) = (event.attachments, event.isBroken)
    guard let kind = event.apply(try whole(draft, of: event), at: draft.occurredAt) else { return }
    try event.identifyEditor { (editor) throws(StoreError) in try identified(editor) }
    event.attachments = event.attachments.identified(like: known, by: ids)
    try catalogSources(&event)
    if let dialog = event.scope.dialog {
      var counters = try state.counters(of: dialog)
      counters.count(kind, of: event, recordedAt: now)
      try state.save(counters, of: dialog)
    }
    try change(&event, kind: kind, wasBroken: wasBroken)
  }

  /// The most rows that one receipt marks as read; older ones stay as they are.
  private static var mostMarkedRead: Int { 200 }

  mutating func read(
    upTo message: MessageKey, in address: Dialog.Address, at: Timestamp
  ) throws(StoreError) {
    if let last = try state.event(of: message), let dialog = try state.dialog(of: message) {
      try read(upTo: last, in: dialog, at: at)
    } else if let dialog = try state.dialog(at: address.key) {
      // The receipt of ours that names the message may come behind the mark.
      try state.save(ReadMark(message, at: at), of: dialog)
    }
  }

  /// A message of ours that was read before we knew its name.
  mutating func readAhead(_ event: Event, _ messages: [MessageKey]) throws(StoreError) {
    guard let dialog = event.scope.dialog, let mark = try state.readMark(of: dialog),
      messages.contains(where: mark.covers)
    else { return }
    try read(upTo: event.id, in: dialog, at: mark.at)
  }

  private mutating func read(
    upTo last: EventID, in dialog: DialogID, at: Timestamp
  ) throws(StoreError) {
    var counters = try state.counters(of: dialog)
    let read = try state.takeUnreadSent(in: dialog, upTo: last, limit: Self.mostMarkedRead)
    counters.leadUnread = min(
      counters.leadUnread, try state.unreadSent(in: dialog, after: last))
    counters.updatedAt = now
    try state.save(counters, of: dialog)
    for row in read {
      guard var event = try state.newest(of: row), event.apply(.read, at: at) != nil else {
        continue
      }
      try change(&event, kind: .messageRead)
    }
  }

  mutating func move(
    from old: Dialog.Address, to new: Dialog.Address
  ) throws(StoreError) {
    guard let dialog = try state.dialog(at: old.key) else { return }
    try move(dialog, to: new)
  }

  /// A conversation is at another address from now on, unless another one is there.
  package mutating func move(
    _ dialog: DialogID, to new: Dialog.Address
  ) throws(StoreError) {
    guard try state.dialog(at: new.key) == nil, var document = try state.document(of: dialog) else {
      return
    }
    document.address = new
    try state.alias(new.key, of: dialog)
    document.identity.externalID = new.externalID(platform: channel.platform, channel: channel.id)
    try state.save(document)
  }
}

extension Change {
  /// Whether it changes what a row shows, and not what became of it: a row that is kept back takes
  /// it in and stays so.
  fileprivate var isOfContent: Bool {
    switch self {
    case .edited, .polled, .counted: true
    case .deleted, .restored, .delivered, .undeliverable, .read: false
    }
  }
}
