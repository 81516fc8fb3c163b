import AdapterKit
import EventModel

extension Event {
  /// Changes the status block. One that cannot be read was posted by a caller; ours takes its
  /// place.
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
    case .polled(let poll): return show(poll)
    case .counted(let reactions):
      guard interactions?.reactions ?? [] != reactions else { return nil }
      updateInteractions { $0.reactions = reactions }
      return timeline.action
    }
  }

  private var interactions: MessageInteractions? {
    // A block that cannot be read tells nothing, and ours takes its place.
    (try? facets[.messageInteractions]) ?? nil
  }

  /// Shows a poll as it stands: it closes once, other words are an edit, and further votes make the
  /// row go out again as what it is.
  private mutating func show(_ poll: Poll) -> ActionType? {
    let known = interactions?.poll
    guard known != poll else { return nil }
    updateInteractions { $0.poll = poll }
    if poll.state.closed == true, known?.state.closed != true { return .pollClosed }
    guard let known else { return timeline.action }
    return known.words == poll.words ? timeline.action : .messageEdited
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

extension Poll {
  /// What it asks and offers.
  fileprivate var words: [String?] { [question] + (answers ?? []).flatMap { [$0.id, $0.text] } }
}
