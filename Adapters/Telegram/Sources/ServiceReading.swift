import AdapterKit
import EventModel
import JSON

/// What a service message tells of its chat: one draft for each fact.
struct ServiceReading {
  let message: MessageReading
  var view: MessageView { message.view }

  init(_ message: MessageReading) { self.message = message }

  var drafts: [Draft] { message.content.services.flatMap { drafts($0.name, $0.field, $0.value) } }

  /// What follows from service members that stand beside content: the chat's new address.
  var moves: [Draft] {
    drafts.filter { draft in
      if case .moved = draft { true } else { false }
    }
  }

  private func drafts(_ name: String, _ field: ServiceField, _ value: JSONView) -> [Draft] {
    switch field {
    case .joined:
      members(value).map { .event(came($0)) }
    case .left: [.event(went(value))]
    case .joinedByCommunity: [.event(came(view.json["from"]))]
    case .botAdded:
      value.bool == true ? [.event(botCame())] : []
    case .titled: [.event(titled(value.string, target: .chat))]
    case .topicCreated: [.event(topic(value, tag: name))]
    case .topicEdited: [.event(topicEdited(value, tag: name))]
    case .pinned: [.event(pinned(value))]
    case .pressed(let action): [.event(pressed(value, action))]
    case .paid: [.event(paid(name, value))]
    case .subscribed(let trigger): [.event(subscribed(trigger))]
    case .moved(let isOld): moved(value, isOld: isOld, tag: name)
    case .checklistChanged: [checklist(value, tag: name)]
    case .pollChanged(let isAdded): [poll(value, isAdded: isAdded, tag: name)]
    case .suggestion: [.event(about(value["suggested_post_message"], tag: name))]
    case .changed(let target): [.event(pictured(changed(target, tag: name), name, value))]
    case .neverAlone: []
    }
  }

  private static let mostMembers = 200

  /// A list; its old name holds a single one.
  private func members(_ value: JSONView) -> [JSONView] {
    value.kind == .object ? [value] : Array(value.elements.prefix(Self.mostMembers))
  }

  func changed(_ target: TargetType, tag: String) -> EventDraft {
    var draft = message.event(.stateChanged, target: target, id: view.chat.id)
    draft.tags.append("tg:" + tag)
    return draft
  }

  /// A new picture of the chat, or none any more.
  private func pictured(_ draft: EventDraft, _ name: String, _ value: JSONView) -> EventDraft {
    var draft = draft
    switch name {
    case "new_chat_photo":
      let picture = Attachment.read(name, .photo, value).first
      if let picture { draft.links.effects.append(.avatar(picture)) }
    case "delete_chat_photo": draft.links.effects.append(.avatar(nil))
    default: break
    }
    return draft
  }

  // MARK: Names

  private func titled(_ title: String?, target: TargetType) -> EventDraft {
    var draft = message.event(
      .chatTitleChanged(ChatChange { $0.newTitle = title }), target: target, id: view.chat.id)
    draft.links.effects = title.map { [.title($0)] } ?? []
    return draft
  }

  private func topic(_ value: JSONView, tag: String) -> EventDraft {
    var draft = changed(.dialog, tag: tag)
    draft.links.effects = topicTitle(value).map { [.title($0)] } ?? []
    return draft
  }

  /// A topic is called by its chat's name and its own.
  private func topicTitle(_ value: JSONView) -> String? {
    value["name"].nonEmpty.map { name in view.chat.title.map { "\($0) / \(name)" } ?? name }
  }

  private func topicEdited(_ value: JSONView, tag: String) -> EventDraft {
    guard let name = value["name"].nonEmpty else { return changed(.dialog, tag: tag) }
    var draft = titled(name, target: .dialog)
    draft.links.effects = topicTitle(value).map { [.title($0)] } ?? []
    return draft
  }

  // MARK: The rest

  private func pinned(_ pinned: JSONView) -> EventDraft {
    let id = pinned["message_id"].number
    var draft = message.event(.messagePinned, id: id)
    draft.links.about = id.map { MessageKey(space: view.space, id: $0) }
    if let about = draft.links.about { draft.links.dialog.insert(.message(about), at: 0) }
    draft.facets["message_interactions"] = .object {
      $0.member("pinning") {
        $0.member("is_pinned", true)
        $0.member("pinned_at", view.date)
        $0.member("pinned_by", message.actor.fromID)
      }
    }
    return draft
  }

  private func pressed(_ value: JSONView, _ action: ButtonClick.Action) -> EventDraft {
    let click = ButtonClick {
      $0.callbackData = value["data"].string ?? value["request_id"].text
      $0.buttonText = value["button_text"].nonEmpty
      $0.messageID = view.id
      $0.action = action
    }
    return message.event(.buttonClicked(click))
  }

  private func paid(_ kind: String, _ value: JSONView) -> EventDraft {
    let payment = Payment {
      $0.kind = Payment.Kind(rawValue: kind)
      $0.currency = value["currency"].nonEmpty
      $0.totalAmount =
        value["total_amount"].measure ?? value["amount"].measure
        ?? value["star_amount"]["amount"].measure
      $0.invoicePayload = value["invoice_payload"].nonEmpty
      $0.chargeID = value["telegram_payment_charge_id"].nonEmpty
    }
    var draft = message.event(.billingChanged(payment), id: payment.chargeID)
    draft.tags.append("tg:" + kind)
    draft.links.about = key(of: value["suggested_post_message"])
    return draft
  }

  private func subscribed(_ trigger: String) -> EventDraft {
    let context = TriggerContext {
      $0.source = .subscription
      $0.trigger = trigger
    }
    return message.event(.leadSubscribed(context), id: message.actor.fromID)
  }

  /// A group became a supergroup; each side tells of it, in any order.
  private func moved(_ value: JSONView, isOld: Bool, tag: String) -> [Draft] {
    guard let other = value.int.map({ String($0) }) else {
      return [.event(changed(.chat, tag: tag))]
    }
    let (old, new) = isOld ? (view.chat.id, other) : (other, view.chat.id)
    return [
      .moved(from: Address.room(Address.group, old), to: Address.room(Address.group, new)),
      .event(changed(.chat, tag: tag)),
    ]
  }
}
