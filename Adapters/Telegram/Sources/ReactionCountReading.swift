import AdapterKit
import EventModel
import JSON

/// `message_reaction_count`: how often each reaction was given to a message, without names; it
/// comes minutes late, and never together with `message_reaction`.
struct ReactionCountReading {
  private let update: Update
  private let message: MessageKey

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    let chat = try ChatView(update.content["chat"])
    guard let id = update.content["message_id"].number else {
      throw PayloadError("wrong_shape", "reactions are to no message")
    }
    message = MessageKey(space: chat.id, id: id)
  }

  private static let mostReactions = 100

  /// The counts take the place of those before; a message that nobody here has seen has none.
  var drafts: [Draft] {
    let reactions = update.content["reactions"].elements.prefix(Self.mostReactions).map { count in
      MessageReaction {
        $0.emoji = count["type"]["emoji"].nonEmpty
        $0.type = count["type"]["type"].nonEmpty
        $0.reactionID = count["type"]["custom_emoji_id"].text
        $0.count = count["total_count"].int.map { max(0, $0) }
      }
    }
    let date = update.content["date"]
    return [
      .change(
        ChangeDraft(
          of: message, .counted(reactions), at: update.time(date), claims: update.claims(at: date)))
    ]
  }
}
