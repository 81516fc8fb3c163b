import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// A service message: somebody came or went, the title changed, a message was pinned.
  func chatAction(_ action: JSONView, in message: VKMessage) throws(PayloadError) -> [Draft] {
    let type = action["type"].nonEmpty ?? "unknown"
    let chat = Event.Target(.chat, id: String(message.peer))
    let (sender, direction) = author(message.author)
    var draft = EventDraft(
      meaning(of: action, type, in: message), target: chat, at: message.sentAt, by: sender,
      links: EventDraft.Links(
        dialog: [.address(message.place.address)],
        claims: [Claim("message:\(message.peer):\(message.number)", at: message.sentAt)]))
    draft.attachments = VKAttachments.read(of: message.view)
    draft.place.sourceContext = context(of: message, direction)
    switch draft.action {
    case .stateChanged: draft.tags = ["vk:\(type.prefix(64))"]
    case .chatTitleChanged(let change):
      draft.links.effects = change.newTitle.map { [.title($0)] } ?? []
    case .messagePinned, .messageUnpinned: pin(&draft, action, in: message)
    default: break
    }
    return [.event(draft)]
  }

  private func meaning(
    of action: JSONView, _ type: String, in message: VKMessage
  ) -> Action {
    let member = action["member_id"].int ?? message.author
    let change = ChatChange {
      $0.addedByUserID = String(message.author)
      $0.memberID = String(member)
    }
    switch type {
    case "chat_create" where message.author != ourselves:
      return .chatBotAdded(
        ChatChange {
          $0.addedByUserID = String(message.author)
          $0.chatTitle = action["text"].nonEmpty
        })
    case "chat_title_update":
      return .chatTitleChanged(ChatChange { $0.newTitle = action["text"].nonEmpty })
    case "chat_invite_user", "chat_invite_user_by_link", "chat_invite_user_by_message_request":
      return member == ourselves ? .chatBotAdded(change) : .chatMemberAdded(change)
    case "chat_kick_user":
      return member == ourselves ? .chatBotRemoved(change) : .chatMemberRemoved(change)
    case "chat_pin_message": return .messagePinned
    case "chat_unpin_message": return .messageUnpinned
    default: return .stateChanged
    }
  }

  /// A pin is about the message that was pinned.
  private func pin(_ draft: inout EventDraft, _ action: JSONView, in message: VKMessage) {
    let isPinned = draft.action == .messagePinned
    let pinned = action["conversation_message_id"].int ?? message.number
    draft.target = Event.Target(.message, id: String(pinned))
    draft.links.about = message.place.key(pinned)
    let pinning = MessageInteractions.Pinning {
      $0.isPinned = isPinned
      $0.pinnedAt = isPinned ? message.sentAt : nil
      $0.pinnedBy = isPinned ? "\(draft.sender.kind):\(message.author)" : nil
    }
    draft.facets.set(MessageInteractions { $0.pinning = pinning }, for: .messageInteractions)
  }
}
