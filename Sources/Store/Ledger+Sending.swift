import AdapterKit
import EventModel
import JSON

extension Ledger {
  /// Makes the row of a message that a caller wants sent; it is queued.
  package mutating func accept(_ submission: Submission) throws(StoreError) -> Event {
    guard case .message(let sent) = submission.outgoing.operation else { throw .notFound }
    let (document, isMade) = try dialog(of: submission)
    let dialog = document.identity.id
    var scope = Event.Scope()
    scope.dialog = dialog
    scope.channel = channel.id
    scope.platform = channel.platform
    scope.project = channel.project
    scope.agentID = submission.sender.kind == .assistant ? submission.sender.id : channel.agentID
    scope.lead = document.identity.primaryLead
    let isComment = document.address.dialogType == .wallComments
    var event = Event(
      id: submission.outgoing.id, scope: scope,
      target: Event.Target(
        isComment ? .comment : .message, id: submission.outgoing.id.rawValue),
      place: submission.plan.place,
      timeline: Event.Timeline(.messageCreated, occurredAt: submission.submittedAt, recordedAt: now)
    )
    var message = Message(sent.text.plain)
    message.subject = sent.subject
    event.message = message
    event.sender = submission.sender
    event.attachments = sent.attachments
    event.buttons = sent.buttons ?? []
    event.tags = submission.tags
    if let parent = submission.replyTo { event.setReplyParent(parent) }
    event.setSending(.queued)
    let place = DraftPlace(
      dialog: dialog, dialogType: document.address.dialogType, made: isMade ? document : nil)
    try store(event, in: place)
    return event
  }

  private mutating func dialog(
    of submission: Submission
  ) throws(StoreError) -> (document: Dialog, isMade: Bool) {
    let known: DialogID? =
      switch submission.dialog {
      case .known(let dialog): dialog
      case .address(let address): try state.dialog(at: address.key)
      }
    if let known {
      guard let document = try state.document(of: known) else { throw .notFound }
      return (document, false)
    }
    guard case .address(let address) = submission.dialog else { throw .notFound }
    var made = makeDialog(at: address, title: nil, startedAt: now)
    if address.dialogType == .privateChat, let person = address.userID {
      made.identity.primaryLead = try lead(Sender(.lead, externalID: person))
    }
    return (made, true)
  }

  /// The first part of a message is about to go out.
  package mutating func beganSending(_ row: EventID) throws(StoreError) {
    guard var event = try state.newest(of: row), event.sending == .queued else { return }
    event.setSending(.sendingToPlatform)
    try change(&event, kind: .statusChanged)
  }

  /// A part will be tried again later.
  package mutating func requeued(_ row: EventID, _ error: DeliveryError) throws(StoreError) {
    guard var event = try state.newest(of: row), event.sending == .sendingToPlatform else { return }
    event.setSending(.queued, after: error)
    try change(&event, kind: .statusChanged)
  }

  /// A part arrived; the message is sent when it was the last.
  package mutating func sent(
    _ row: EventID, _ receipt: PartReceipt, isLast: Bool
  ) throws(StoreError) {
    guard var event = try state.newest(of: row) else { throw .notFound }
    for message in receipt.messages { try state.name(row, message) }
    if event.externalMessageID == nil, let first = receipt.messages.first {
      event.externalMessageID = first.id
    }
    guard isLast else { return try change(&event, kind: .statusChanged) }
    event.setSent(at: receipt.sentAt ?? now)
    if let dialog = event.scope.dialog, let document = try state.document(of: dialog) {
      var counters = try state.counters(of: dialog)
      counters.countSent(in: document.address.dialogType, at: now)
      try state.save(counters, of: dialog)
    }
    try change(&event, kind: .statusChanged)
  }

  /// Nobody knows whether a part arrived; that stays so until somebody decides.
  package mutating func becameUncertain(
    _ row: EventID, _ error: DeliveryError
  ) throws(StoreError) {
    guard var event = try state.newest(of: row) else { throw .notFound }
    event.setUncertain(error)
    try change(&event, kind: .statusChanged)
  }

  /// A message will not be sent any more.
  package mutating func failed(_ row: EventID, _ error: DeliveryError) throws(StoreError) {
    guard var event = try state.newest(of: row) else { throw .notFound }
    event.setFailed(error, at: now)
    if let dialog = event.scope.dialog {
      var counters = try state.counters(of: dialog)
      counters.hasErrors = true
      counters.updatedAt = now
      try state.save(counters, of: dialog)
    }
    try change(&event, kind: .messageDeliveryFailed)
  }
}
