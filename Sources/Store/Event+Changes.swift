import AdapterKit
import EventModel

extension Event {
  /// Changes the status block. One that cannot be read was posted by a caller; ours takes its place.
  mutating func updateStatus(_ change: (inout EventStatus) -> Void) {
    do { try facets.update(.status, change) } catch {
      facets.set(EventStatus(change), for: .status)
    }
  }

  /// Changes the interactions block, under the same rule.
  mutating func updateInteractions(_ change: (inout MessageInteractions) -> Void) {
    do { try facets.update(.messageInteractions, change) } catch {
      facets.set(MessageInteractions(change), for: .messageInteractions)
    }
  }

  private var status: EventStatus? {
    // A block that cannot be read says nothing about us.
    (try? facets[.status]) ?? nil
  }

  var sending: EventStatus.Sending.State? { status?.sending?.status }
  var isDeleted: Bool { status?.deletion?.isDeleted == true }
  var isSentAndUnread: Bool { sending == .sent && status?.read?.isRead != true }

  /// Applies what a platform says about this row; nil when nothing changed.
  mutating func apply(_ change: Change, at: Timestamp) -> ActionType? {
    switch change {
    case .edited(let message, let attachments, let editor):
      return edit(to: message, attachments, by: editor, at: at)
    case .deleted(let by):
      guard !isDeleted else { return nil }
      updateStatus {
        $0.deletion = .init {
          $0.isDeleted = true
          $0.deletedAt = at
          $0.deletedBy = by
        }
      }
      return .messageDeleted
    case .restored:
      guard isDeleted else { return nil }
      updateStatus { $0.deletion = .init { $0.isDeleted = false } }
      return .messageRestored
    case .delivered:
      guard status?.delivery?.isDelivered != true else { return nil }
      updateStatus { $0.setDelivered(at: at) }
      return .messageDelivered
    case .undeliverable(let error):
      guard status?.delivery?.failed != true else { return nil }
      updateStatus { $0.setFailed(error, at: at) }
      setError(error)
      return .messageDeliveryFailed
    case .read:
      guard status?.read?.isRead != true else { return nil }
      let platform = scope.platform
      updateStatus {
        $0.read = .init {
          $0.isRead = true
          $0.readAt = at
          $0.markedBy = platform.map { "platform:\($0)" }
        }
      }
      return .messageRead
    }
  }

  private mutating func edit(
    to message: Message, _ attachments: [Attachment], by editor: Sender, at: Timestamp
  ) -> ActionType? {
    guard message != self.message || !attachments.areTheSame(as: self.attachments) else {
      return nil
    }
    let original = self.message?.content
    updateInteractions { interactions in
      var editing = interactions.editing ?? .init()
      editing.isEdited = true
      editing.editedAt = at
      editing.editCount = (editing.editCount ?? 0) + 1
      editing.originalContent = editing.originalContent ?? original
      editing.editedBy = editor
      interactions.editing = editing
    }
    self.message = message
    self.attachments = attachments
    return .messageEdited
  }

  /// Gives the editor of an edited message our own identifier; an adapter cannot know it.
  mutating func identifyEditor(
    _ identify: (Sender) throws(StoreError) -> Sender
  ) throws(StoreError) {
    // Most events have no such block; one that cannot be read names no editor.
    guard facets["message_interactions"] != nil,
      let interactions = (try? facets[.messageInteractions]) ?? nil,
      let editor = interactions.editing?.editedBy, editor.id == nil
    else { return }
    let known = try identify(editor)
    updateInteractions { $0.editing?.editedBy = known }
  }

  mutating func setReplyParent(_ parent: EventID) {
    updateInteractions { interactions in
      var replies = interactions.replies ?? .init()
      replies.isReply = true
      replies.replyTo = parent
      interactions.replies = replies
    }
  }
}

// MARK: Sending

extension Event {
  /// A message whose outcome nobody knows; it stays `sending_to_platform` under this tag.
  static let uncertainTag = "delivery:uncertain"

  mutating func setSending(
    _ state: EventStatus.Sending.State, after error: DeliveryError? = nil
  ) {
    updateStatus { status in
      status.sending = .init {
        $0.status = state
        $0.errorInternal = error?.internalText
      }
    }
  }

  mutating func setSent(at: Timestamp) {
    tags.removeAll { $0 == Self.uncertainTag }
    updateStatus { status in
      status.sending = .init { $0.status = .sent }
      status.setDelivered(at: at)
    }
  }

  mutating func setUncertain(_ error: DeliveryError) {
    if !tags.contains(Self.uncertainTag) { tags.append(Self.uncertainTag) }
    setSending(.sendingToPlatform, after: error)
  }

  mutating func setFailed(_ error: DeliveryError, at: Timestamp) {
    tags.removeAll { $0 == Self.uncertainTag }
    updateStatus { status in
      status.sending = .init {
        $0.status = .failed
        $0.errorUserMessage = error.userMessage
        $0.errorInternal = error.internalText
      }
      status.setFailed(error, at: at)
    }
    setError(error)
  }

  private mutating func setError(_ error: DeliveryError) {
    facets.set(
      EventError {
        $0.code = .deliveryFailed
        $0.kind = error.kind
        $0.message = error.userMessage
      }, for: .error)
  }
}

extension EventStatus {
  fileprivate mutating func setDelivered(at: Timestamp) {
    delivery = .init {
      $0.isDelivered = true
      $0.deliveredAt = at
    }
  }

  fileprivate mutating func setFailed(_ error: DeliveryError, at: Timestamp) {
    delivery = .init {
      $0.isDelivered = false
      $0.failed = true
      $0.failedAt = at
      $0.failureReason = error.kind
    }
  }
}

extension DeliveryError {
  /// The platform's code and words, for those who mend it.
  fileprivate var internalText: String {
    [code, reason].compactMap(\.self).joined(separator: ": ")
  }

  /// Words for an operator's screen.
  fileprivate var userMessage: String {
    switch kind {
    case .userBlocked: "The person does not accept messages from us."
    case .chatNotFound: "There is no such conversation any more."
    case .botRemoved: "Our account was removed from this conversation."
    case .rateLimit: "The platform takes no more messages for now."
    case .messageTooLong: "The message is too long for this platform."
    case .timeout: "The platform did not answer."
    case .invalidToken: "The platform does not accept our credentials."
    default: "The platform refused the message."
    }
  }
}
