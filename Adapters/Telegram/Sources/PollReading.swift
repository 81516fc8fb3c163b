import AdapterKit
import EventModel
import JSON

/// `poll` and `poll_answer`: how a poll stands, and what somebody chose in one of ours.
struct PollReading {
  private let update: Update

  init(_ update: Update) { self.update = update }

  /// The name under which the message of a poll is found; no update names the message itself.
  static func key(_ id: String) -> MessageKey { MessageKey(space: "poll", id: id) }

  /// A poll that nobody here has seen changes nothing.
  func snapshot() throws(PayloadError) -> [Draft] {
    guard let id = update.content["id"].text else {
      throw PayloadError("wrong_shape", "a poll has no id")
    }
    return [
      .change(
        ChangeDraft(
          of: Self.key(id), .polled(Poll(telegram: update.content)), at: update.receivedAt,
          claims: update.claims(at: update.content["date"])))
    ]
  }

  private static let mostOptions = 100

  /// The whole new choice of one voter; what came and what went the ledger can tell.
  func answer() throws(PayloadError) -> [Draft] {
    guard let id = update.content["poll_id"].text else {
      throw PayloadError("wrong_shape", "a poll_answer names no poll")
    }
    let chat = update.content["voter_chat"]
    let actor = chat.exists ? Actor(stranger: chat) : Actor(user: update.content["user"])
    var draft = EventDraft(
      .pollAnswerChanged(choice(in: id, by: actor, isChat: chat.exists)),
      target: Event.Target(.interaction, id: id), at: update.receivedAt, by: actor.sender,
      links: EventDraft.Links(
        dialog: [.message(Self.key(id))], claims: update.claims(at: update.content["date"])))
    draft.links.about = Self.key(id)
    return [.event(draft)]
  }

  /// Positions move when an answer is added, so their lasting names come first.
  private func choice(in poll: String, by actor: Actor, isChat: Bool) -> PollAnswer {
    let lasting = update.content["option_persistent_ids"]
    let chosen = lasting.kind == .array ? lasting : update.content["option_ids"]
    return PollAnswer {
      $0.pollID = poll
      $0.voterID = actor.fromID
      $0.voterType = isChat ? "chat" : "user"
      $0.optionIDs = chosen.elements.prefix(Self.mostOptions).compactMap(\.text)
      $0.platformEventID = String(update.id)
      $0.changedAt = update.receivedAt
    }
  }
}
