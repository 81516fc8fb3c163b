import AdapterKit
import EventModel
import JSON

/// `callback_query`: somebody pressed a key under a message.
struct PressReading {
  private let update: Update
  private let id: String
  private let actor: Actor
  /// The message with the keyboard; none when it was sent through inline mode.
  private let message: MessageView?

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    guard let id = update.content["id"].text else {
      throw PayloadError("wrong_shape", "a press has no id")
    }
    self.id = id
    actor = Actor(user: update.content["from"])
    let message = update.content["message"]
    self.message = message.exists ? try MessageView(message, in: update) : nil
  }

  var drafts: [Draft] {
    let inlineID = update.content["inline_message_id"].nonEmpty
    let about = message?.key ?? inlineID.map { MessageKey(space: "inline", id: $0) }
    var draft = EventDraft(
      .buttonClicked(click(messageID: message?.id ?? inlineID)),
      target: Event.Target(.interaction, id: about?.id ?? id), at: update.receivedAt,
      by: actor.sender,
      links: EventDraft.Links(
        dialog: message.map { evidence(of: $0, about) } ?? [],
        claims: update.undated("cbq_\(id)")))
    draft.links.about = about
    draft.expects = .press(id)
    if let message {
      draft.place.sourceContext = context(message)
    } else {
      draft.tags = ["tg:inline"]
    }
    return [.event(draft)]
  }

  private func click(messageID: String?) -> ButtonClick {
    let isGame = update.content["game_short_name"].exists
    return ButtonClick {
      $0.callbackData =
        update.content["data"].string ?? update.content["game_short_name"].nonEmpty
      $0.buttonText = caption
      $0.callbackID = id
      $0.messageID = messageID
      $0.action = isGame ? .game : .callback
      $0.platformEventID = "cbq_\(id)"
    }
  }

  /// What stands on the key, as far as Telegram shows us the message.
  private var caption: String? {
    let isGame = update.content["game_short_name"].exists
    let data = update.content["data"].string
    for row in update.content["message"]["reply_markup"]["inline_keyboard"].elements {
      for key in row.elements {
        let isPressed =
          isGame
          ? key["callback_game"].exists : data != nil && key["callback_data"].string == data
        if isPressed { return key["text"].nonEmpty }
      }
    }
    return nil
  }

  /// The dialog of the message's row; the chat's own if the row is unknown.
  private func evidence(of message: MessageView, _ about: MessageKey?) -> [Evidence] {
    (about.map { [.message($0)] } ?? []) + message.evidence
  }

  private func context(_ message: MessageView) -> SourceContext {
    let thread = message.thread
    let data = PlatformData(.tg) {
      $0.member("chat_id", message.chat.id)
      $0.member("thread_id", thread?.id)
      $0.member("user_id", actor.fromID)
      $0.member("from_id", actor.fromID)
      $0.member("message_id", message.number)
      $0.member("chat_type", message.chat.type)
      $0.member("callback_id", id)
      $0.member("is_bot", actor.isBot)
      $0.member(
        "direct_messages_topic_id", message.json["direct_messages_topic"]["topic_id"].int)
      $0.member("business_connection_id", message.connection)
      $0.member("update_id", update.id)
    }
    return SourceContext(
      actor.direction, thread == nil ? .telegramChat : .telegramTopic, data)
  }
}
