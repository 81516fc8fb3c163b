import AdapterKit
import EventModel
import JSON

/// What a caller wants to be done, as rows.
extension Ledger {
  /// Makes or changes the row of what a caller wants.
  package mutating func accept(_ submission: Submission) throws(StoreError) -> Event {
    switch submission.outgoing.operation {
    case .message(let message):
      return try make(submission) { event in
        var block = Message(message.text)
        block.subject = message.subject
        event.message = block
        event.attachments = message.attachments
        event.buttons = Self.restored(message.buttons ?? [], submission.callbackData)
      }
    case .forward(let forward):
      return try make(submission) { event in
        let texts = forward.messages.map(\.content).filter { !$0.isEmpty }
        event.message = Message(texts.joined(separator: "\n"))
        event.attachments = forward.messages.flatMap(\.attachments)
        event.updateInteractions {
          $0.forwarding = .init {
            $0.isForwarded = !forward.isCopy
            $0.forwardCount = Int64(forward.messages.count)
          }
        }
      }
    case .edit(let known, let message): return try edit(known, to: message, submission)
    case .delete(let known): return try delete(known, submission)
    default: throw .unavailable("this is not sent through a queue")
    }
  }

  /// Puts the full data where buttons bear tokens.
  static func restored(_ buttons: [Button], _ data: [String: String]) -> [Button] {
    buttons.map { button in
      var button = button
      if let token = button.callbackData { button.callbackData = data[token] ?? token }
      return button
    }
  }

  private mutating func make(
    _ submission: Submission, _ fill: (inout Event) -> Void
  ) throws(StoreError) -> Event {
    let (document, isMade) = try dialog(of: submission)
    let dialog = document.identity.id
    let isComment = document.address.dialogType == .wallComments
    var event = Event(
      id: submission.outgoing.id, scope: scope(of: document, by: submission.sender),
      target: Event.Target(
        isComment ? .comment : .message, id: submission.outgoing.id.rawValue),
      place: submission.plan.place,
      timeline: Event.Timeline(.messageCreated, occurredAt: submission.submittedAt, recordedAt: now)
    )
    fill(&event)
    event.attachments = event.attachments.identified(by: ids)
    event.sender = submission.sender
    event.tags = submission.tags + submission.plan.degradations.map(\.tag)
    if let parent = submission.replyTo { event.setReplyParent(parent) }
    event.setSending(.queued)
    let files = Set(submission.plan.parts.flatMap(\.files).map(\.attachment))
    event.setDelivery(.pending, of: files)
    try catalog(files, of: event)
    let place = DraftPlace(
      dialog: dialog, dialogType: document.address.dialogType, made: isMade ? document : nil)
    try store(event, in: place)
    return event
  }

  private func scope(of document: Dialog, by sender: Sender) -> Event.Scope {
    var scope = Event.Scope()
    scope.dialog = document.identity.id
    scope.channel = channel.id
    scope.platform = channel.platform
    scope.project = channel.project
    scope.agentID = sender.kind == .assistant ? sender.id : channel.agentID
    scope.lead = document.identity.primaryLead
    return scope
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
}

extension Message {
  init(_ text: RichText) {
    self.init("")
    say(text)
  }

  /// Has it say a text, as it was asked for: what a platform could not show is told in tags.
  mutating func say(_ text: RichText) {
    content = text.plain
    entities = text.entities
    htmlContent = text.isPlain ? nil : text.html
  }
}

extension Degradation {
  /// How an event says what it lost.
  var tag: String { "degraded:\(rawValue)" }
}
