import AdapterKit
import EventModel
import JSON

/// What updates other than messages tell of a chat: somebody asks to join, boosts come and go.
struct ChatReading {
  private let update: Update
  private let chat: ChatView

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    chat = try ChatView(update.content["chat"])
  }

  /// `chat_join_request`: no member yet.
  var joinRequest: [Draft] {
    let actor = Actor(user: update.content["from"])
    var draft = changed(by: actor, at: update.content["date"])
    draft.expects = actor.fromID.map { .joinRequest(chat: chat.id, user: $0) }
    return [.event(draft)]
  }

  /// `chat_boost`; a giveaway's prize that nobody has claimed names nobody.
  var boost: [Draft] {
    let boost = update.content["boost"]
    return [.event(changed(by: Actor(user: boost["source"]["user"]), at: boost["add_date"]))]
  }

  /// `removed_chat_boost`
  var boostRemoval: [Draft] {
    let giver = Actor(user: update.content["source"]["user"])
    return [.event(changed(by: giver, at: update.content["remove_date"]))]
  }

  /// `stopped_message_generation`: it names nobody, but comes from private chats alone.
  var stoppedGeneration: [Draft] {
    let actor = Actor(user: chat.json)
    let draftID = update.content["draft_id"].text
    let thread = update.content["message_thread_id"].int
    let click = ButtonClick {
      $0.callbackData = draftID
      $0.action = .stopGeneration
      $0.platformEventID = String(update.id)
    }
    var draft = EventDraft(
      .buttonClicked(click), target: Event.Target(.interaction, id: draftID ?? chat.id),
      at: update.receivedAt, by: actor.sender,
      links: EventDraft.Links(
        dialog: [.address(address(thread))], claims: update.claims(at: update.content["date"])))
    draft.place.sourceContext = context(actor, thread: thread)
    return [.event(draft)]
  }

  private func changed(by actor: Actor, at date: JSONView) -> EventDraft {
    let time = update.time(date)
    var draft = EventDraft(
      .stateChanged, target: Event.Target(.chat, id: chat.id), at: time, by: actor.sender,
      links: EventDraft.Links(
        dialog: [.address(address(nil))], claims: update.claims(at: date)))
    draft.tags = ["tg:" + update.kind.rawValue]
    draft.place.sourceContext = context(actor, thread: nil)
    if let title = chat.title { draft.links.effects = [.title(title)] }
    return draft
  }

  private func address(_ thread: Int64?) -> Dialog.Address {
    thread.map { Address.topic(chat.id, chat.kind, $0) } ?? Address.chat(chat.id, chat.kind)
  }

  private func context(_ actor: Actor, thread: Int64?) -> SourceContext {
    let data = PlatformData(.tg) {
      $0.member("chat_id", chat.id)
      $0.member("thread_id", thread)
      $0.member("user_id", actor.fromID)
      $0.member("from_id", actor.fromID)
      $0.member("chat_type", chat.type)
      $0.member("is_bot", actor.fromID == nil ? nil : actor.isBot)
      $0.member("update_id", update.id)
    }
    return SourceContext(
      actor.direction, thread == nil ? .telegramChat : .telegramTopic, data)
  }
}
