import AdapterKit
import EventModel
import JSON

/// `message_reaction`: the set of one person's reactions before and after; the difference is what
/// happened.
struct ReactionReading {
  private let update: Update
  private let chat: ChatView
  private let message: MessageKey
  private let time: Timestamp
  private let actor: Actor

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    chat = try ChatView(update.content["chat"])
    guard let id = update.content["message_id"].number else {
      throw PayloadError("wrong_shape", "a reaction is to no message")
    }
    message = MessageKey(space: chat.id, id: id)
    time = update.time(update.content["date"])
    let speaker = update.content["actor_chat"]
    actor =
      speaker.exists
      ? Actor(chat: speaker, in: chat) : Actor(user: update.content["user"])
  }

  /// Equal sets are no news.
  var drafts: [Draft] {
    let old = Self.reactions(update.content["old_reaction"])
    let new = Self.reactions(update.content["new_reaction"])
    let actions =
      old.filter { !new.contains($0) }.map { Action.reactionRemoved(reaction($0)) }
      + new.filter { !old.contains($0) }.map { Action.reactionAdded(reaction($0)) }
    return actions.enumerated().map { .event(draft($1, number: $0)) }
  }

  private static let mostReactions = 100

  private struct Kind: Hashable {
    let type: String
    let emoji: String?
    let id: String?
  }

  private static func reactions(_ view: JSONView) -> [Kind] {
    view.elements.prefix(mostReactions).compactMap { reaction in
      reaction["type"].nonEmpty.map {
        Kind(
          type: $0, emoji: reaction["emoji"].nonEmpty, id: reaction["custom_emoji_id"].text)
      }
    }
  }

  private func reaction(_ kind: Kind) -> Reaction {
    Reaction {
      $0.emoji = kind.emoji
      $0.type = kind.type
      $0.id = kind.id
      $0.messageID = message.id
      $0.likerID = actor.fromID
    }
  }

  /// Where it is if nobody knows the message; of direct messages only the message tells the topic.
  private var place: [Evidence] {
    chat.isDirectMessages ? [] : [.address(Address.chat(chat.id, chat.kind))]
  }

  private func draft(_ action: Action, number: Int) -> EventDraft {
    var draft = EventDraft(
      action, target: Event.Target(.message, id: message.id), at: time, by: actor.sender,
      links: EventDraft.Links(
        dialog: [.message(message)] + place,
        claims: [update.claim(number, at: time)]))
    draft.links.about = message
    draft.place.sourceContext = SourceContext(
      actor.direction, .telegramChat,
      PlatformData(.tg) {
        $0.member("chat_id", chat.id)
        $0.member("user_id", update.content["user"]["id"].number)
        $0.member("from_id", actor.fromID)
        $0.member("message_id", message.id)
        $0.member("chat_type", chat.type)
        $0.member("is_bot", actor.isBot)
        $0.member("update_id", update.id)
      })
    return draft
  }
}
