import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// `message_reaction_event`: without `reaction_id` the reaction was taken back.
  func messageReaction() throws(PayloadError) -> [Draft] {
    let peer = try number("peer_id")
    let message = try number("cmid")
    let person = try number("reacted_id")
    let place = VKPlace.peer(peer)
    let reaction = object["reaction_id"].int
    let block = Reaction {
      $0.id = reaction.map(String.init)
      $0.emoji = reaction.flatMap(VKReactions.emoji)
      $0.type = reaction == nil ? nil : "emoji"
      $0.conversationMessageID = String(message)
      $0.likerID = String(person)
    }
    var draft = EventDraft(
      reaction == nil ? .reactionRemoved(block) : .reactionAdded(block),
      target: Event.Target(.message, id: String(message)), at: arrivedAt,
      by: author(person).sender,
      links: EventDraft.Links(
        dialog: [.address(place.address)],
        claims: claims(place.space, String(message), String(person))))
    draft.links.about = place.key(message)
    draft.place.sourceContext = peerContext(peer, author(person).direction) {
      $0.member("user_id", person > 0 ? person : nil)
      $0.member("from_id", person)
      $0.member("conversation_message_id", message)
    }
    return [.event(draft)]
  }

  /// `message_read`: the person has read our messages up to this one; nil when VK does not say up
  /// to which.
  func messageRead() throws(PayloadError) -> Draft? {
    let peer = try number("peer_id")
    let place = VKPlace.peer(peer)
    guard let message = object["conversation_message_id"].int, message > 0 else { return nil }
    return .readUpTo(place.key(message), in: place.address, at: arrivedAt)
  }

  /// `message_allow` and `message_deny`: whether we may write to a person.
  func consent(isGiven: Bool) throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    let key = object["key"].nonEmpty
    let trigger = TriggerContext {
      $0.source = .subscription
      $0.key = key
      $0.startPayload = key
    }
    let action: Action = isGiven ? .leadSubscribed(trigger) : .leadUnsubscribed(nil)
    return [.event(privateEvent(action, Event.Target(.lead, id: String(person)), of: person))]
  }
}

/// VK's reactions by number. The authoritative list takes a user token, so this is a field-tested
/// table.
enum VKReactions {
  private static let emojis: [Int64: String] = [
    1: "❤️", 2: "🔥", 3: "😂", 4: "👍", 5: "💩", 6: "⁉️", 7: "😭", 8: "😡", 9: "👎", 10: "👌",
    11: "😄", 12: "🤔", 13: "🙏", 14: "😘", 15: "😍", 16: "🎉",
  ]

  static func emoji(_ number: Int64) -> String? { emojis[number] }

  /// The number of an emoji, with or without the sign that asks for its colours (U+FE0F).
  static func number(_ emoji: String) -> Int64? {
    let wanted = bare(emoji)
    return emojis.first { bare($0.value) == wanted }?.key
  }

  private static func bare(_ emoji: String) -> String {
    String(String.UnicodeScalarView(emoji.unicodeScalars.filter { $0.value != 0xFE0F }))
  }
}
