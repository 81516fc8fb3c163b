import AdapterKit
import EventModel
import JSON

/// What a service message tells of its chat: one draft for each fact.
struct ServiceReading {
  private let message: MessageReading
  private var view: MessageView { message.view }

  init(_ message: MessageReading) { self.message = message }

  var drafts: [Draft] { message.content.services.flatMap { drafts($0.name, $0.field, $0.value) } }

  private func drafts(_ name: String, _ field: ServiceField, _ value: JSONView) -> [Draft] {
    switch field {
    case .joined:
      value.elements.prefix(Self.mostMembers).map { .event(came($0)) }
    case .left: [.event(went(value))]
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
    case .changed(let target): [.event(changed(target, tag: name))]
    }
  }

  private static let mostMembers = 200

  private func changed(_ target: TargetType, tag: String) -> EventDraft {
    var draft = message.event(.stateChanged, target: target, id: view.chat.id)
    draft.tags.append("tg:" + tag)
    return draft
  }

  // MARK: Members

  private func came(_ member: JSONView) -> EventDraft {
    guard !view.update.isOurs(member) else { return botCame() }
    return membership(.chatMemberAdded(change(member)), of: member["id"].text)
  }

  private func went(_ member: JSONView) -> EventDraft {
    let isUs = view.update.isOurs(member)
    return membership(
      isUs ? .chatBotRemoved(change(nil)) : .chatMemberRemoved(change(member)),
      of: member["id"].text)
  }

  private func botCame() -> EventDraft {
    membership(.chatBotAdded(change(nil)), of: view.update.bot.externalID)
  }

  private func membership(_ action: Action, of member: String?) -> EventDraft {
    var draft = message.event(action, id: view.chat.id)
    draft.links.claims = [
      Membership.claim(chat: view.chat.id, member: member ?? "", action.type, at: view.date)
    ]
    return draft
  }

  private func change(_ member: JSONView?) -> ChatChange {
    ChatChange {
      $0.addedByUserID = view.json["from"]["id"].text
      $0.memberFirstName = member?["first_name"].nonEmpty
      $0.memberLastName = member?["last_name"].nonEmpty
      $0.memberID = member?["id"].text
      $0.chatTitle = view.chat.title
    }
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
    let id = pinned["message_id"].text
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
      $0.totalAmount = value["total_amount"].int ?? value["amount"].int
      $0.invoicePayload = value["invoice_payload"].nonEmpty
      $0.chargeID = value["telegram_payment_charge_id"].nonEmpty
    }
    var draft = message.event(.billingChanged(payment), id: payment.chargeID)
    draft.tags.append("tg:" + kind)
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
