import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// `message_new`: a person's message, with the press or start it may stand for, or a service
  /// action.
  func messageNew() throws(PayloadError) -> [Draft] {
    let message = try VKMessage(object)
    let action = message.view["action"]
    guard action.kind != .object else { return try chatAction(action, in: message) }
    return [row(of: message), press(in: message)].compactMap { $0.map(Draft.event) }
  }

  /// `message_reply`: our side wrote it; whether we did ourselves, the echo mark tells.
  func messageReply() throws(PayloadError) -> [Draft] {
    let message = try VKMessage(object)
    var draft = row(of: message)
    draft.links.echo = message.echo
    return [.event(draft)]
  }

  /// `message_edit`: the whole new state of a message.
  func messageEdit() throws(PayloadError) -> [Draft] {
    let message = try VKMessage(object)
    let time = message.view["update_time"].int ?? 0
    let editedAt = time > 0 ? Timestamp(seconds: time) : arrivedAt
    let editor = author(message.author, admin: message.admin).sender
    var unknown = row(of: message)
    unknown.markEdited(at: editedAt, by: editor)
    let change = ChangeDraft(
      of: message.key,
      .edited(message.content, attachments: unknown.attachments, by: editor), at: editedAt,
      claims: [Claim("message_edit:\(message.peer):\(message.number):\(time)", at: editedAt)],
      otherwise: unknown)
    return [.change(change)]
  }

  /// The row a message makes.
  private func row(of message: VKMessage) -> EventDraft {
    let (sender, direction) = author(message.author, admin: message.admin)
    var draft = EventDraft(
      .messageCreated(message.content),
      target: Event.Target(.message, id: String(message.number)), at: message.sentAt, by: sender,
      links: EventDraft.Links(
        dialog: [.address(message.place.address)],
        claims: [Claim("message:\(message.peer):\(message.number)", at: message.sentAt)],
        message: message.key))
    draft.externalMessageID = String(message.number)
    draft.attachments = VKAttachments.read(of: message.view)
    draft.buttons = VKButtons.read(message.view["keyboard"])
    draft.facets.set(message.interactions, for: .messageInteractions)
    draft.place = Event.Place(
      sourceContext: context(of: message, direction), deliveryRef: .answering(message))
    draft.links.replyTo = message.answered.map(message.place.key)
    draft.links.lead = lead(of: message, direction)
    return draft
  }

  /// Of what our side writes in a private dialog, the person is the peer.
  private func lead(of message: VKMessage, _ direction: Direction) -> Sender? {
    guard direction == .outbound, !message.place.isChat, message.peer > 0 else { return nil }
    return Sender(.lead, externalID: String(message.peer))
  }

  func context(of message: VKMessage, _ direction: Direction) -> SourceContext {
    let view = message.view
    let person = message.place.isChat ? message.author : message.peer
    let source = view["ref_source"].nonEmpty
    return peerContext(
      message.peer, direction,
      attribution: VKReference.attribution(ref: message.ref, source: source)
    ) {
      $0.member("user_id", person > 0 ? person : nil)
      $0.member("from_id", message.author)
      $0.member("conversation_message_id", message.number)
      $0.member("reply_to_conversation_message_id", message.answered)
      $0.member("message_id", view["id"].int)
      $0.member("admin_author_id", message.admin)
      $0.member("ref", message.ref)
      $0.member("ref_source", source)
    }
  }
}

extension DeliveryRef {
  /// How to quote a message of a conversation.
  static func answering(_ message: VKMessage) -> DeliveryRef {
    DeliveryRef(
      PlatformData(.vk) {
        $0.member("kind", "peer")
        $0.member("reply_to_message_id", String(message.number))
      })
  }
}

extension EventDraft {
  /// Makes this the row of a message that was first seen edited.
  mutating func markEdited(at time: Timestamp, by editor: Sender) {
    let editing = MessageInteractions.Editing {
      $0.isEdited = true
      $0.editedAt = time
      $0.editedBy = editor
    }
    var interactions = (try? facets[.messageInteractions]) ?? MessageInteractions()
    interactions.editing = editing
    facets.set(interactions, for: .messageInteractions)
  }
}
