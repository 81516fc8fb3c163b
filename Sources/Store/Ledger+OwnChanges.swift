import AdapterKit
import EventModel
import JSON

/// Edits and deletions of ours: the row changes at once, the platform when it can.
extension Ledger {
  mutating func edit(
    _ known: KnownMessage, to message: OutgoingMessage, _ submission: Submission
  ) throws(StoreError) -> Event {
    guard var event = try state.newest(of: known.event) else { throw .notFound }
    guard !event.isDeleted else { throw .conflict(.deleted) }
    let original = event.message?.content
    var block = event.message ?? Message("")
    block.say(message.text)
    event.message = block
    if let buttons = message.buttons {
      event.buttons = Self.restored(buttons, submission.callbackData)
    }
    event.attachments = message.attachments.identified(like: event.attachments, by: ids)
    for degradation in submission.plan.degradations { event.add(tag: degradation.tag) }
    let files = Set(submission.plan.parts.flatMap(\.files).map(\.attachment))
    event.setDelivery(.pending, of: files)
    try catalog(files, of: event)
    let (at, action) = (submission.submittedAt, submission.platformAction)
    event.updateInteractions { interactions in
      var editing = interactions.editing ?? .init()
      editing.isEdited = true
      editing.editedAt = at
      editing.editCount = (editing.editCount ?? 0) + 1
      editing.originalContent = editing.originalContent ?? original
      editing.editedBy = submission.sender
      interactions.editing = editing
      if let action { interactions.platformEdit = action }
    }
    try change(&event, kind: .messageEdited)
    return event
  }

  mutating func delete(
    _ known: KnownMessage, _ submission: Submission
  ) throws(StoreError) -> Event {
    try release(known.event)
    guard var event = try state.newest(of: known.event) else { throw .notFound }
    guard !event.isDeleted else { throw .conflict(.deleted) }
    let (at, sender) = (submission.submittedAt, submission.sender)
    let wasBroken = event.isBroken
    event.updateStatus {
      $0.deletion = .init {
        $0.isDeleted = true
        $0.deletedAt = at
        $0.deletedBy = sender.mark
      }
    }
    if let action = submission.platformAction {
      event.updateInteractions { $0.platformDelete = action }
    }
    if submission.isInQueue { event.setCancelled(at: at) }
    if let dialog = event.scope.dialog {
      var counters = try state.counters(of: dialog)
      counters.count(.messageDeleted, of: event, recordedAt: now)
      try state.save(counters, of: dialog)
    }
    try change(&event, kind: .messageDeleted, wasBroken: wasBroken)
    return event
  }

  /// How an edit or a deletion of ours went on the platform.
  mutating func settlePlatformAction(
    _ operation: Operation, _ result: PlatformAction.State, _ error: DeliveryError? = nil
  ) throws(StoreError) {
    guard var event = try state.newest(of: operation.event) else { throw .notFound }
    let (platform, now) = (channel.platform, now)
    func settled(_ known: PlatformAction?) -> PlatformAction {
      var action = known ?? PlatformAction(state: result, required: true)
      action.state = result
      action.reason = result == .failed ? .failed : nil
      action.error = error?.internalText
      action.channelType = action.channelType ?? platform
      action.updatedAt = now
      return action
    }
    event.updateInteractions {
      if operation.kind == .edit {
        $0.platformEdit = settled($0.platformEdit)
      } else {
        $0.platformDelete = settled($0.platformDelete)
      }
    }
    try change(&event, kind: .statusChanged)
  }
}

extension Sender {
  /// `{kind}:{id}`.
  package var mark: String { "\(kind):\(id ?? externalID ?? "")" }
}
