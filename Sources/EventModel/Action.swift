import JSON

/// What happened together with what is known of it: how an adapter or the ledger says it.
///
/// Each case names its payload, so that none can be forgotten. What only callers of the API post
/// (tools, AI, timers, broadcasts) comes as an `Event` and has no case here.
public enum Action: Hashable, Sendable {
  case messageCreated(Message)
  case messageRestored
  case messagePinned, messageUnpinned
  case buttonClicked(ButtonClick)
  case reactionAdded(Reaction)
  case reactionRemoved(Reaction)
  case likeAdded(Reaction)
  case likeRemoved(Reaction)
  case pollVoted(PollVote)
  case pollAnswerChanged(PollAnswer)
  case dialogStarted(TriggerContext)
  case dialogMuted, dialogUnmuted, dialogCleared, dialogRemoved
  case leadCreated, leadUpdated, leadDeleted, leadMerged
  case leadSubscribed(TriggerContext?)
  case leadUnsubscribed(TriggerContext?)
  case leadBlocked(Moderation)
  case leadUnblocked(Moderation)
  case leadBlacklisted(Moderation)
  case chatMemberAdded(ChatChange)
  case chatMemberRemoved(ChatChange)
  case chatBotAdded(ChatChange)
  case chatBotRemoved(ChatChange)
  case chatTitleChanged(ChatChange)
  /// Something else about the channel, a chat, a dialog …; a tag says what.
  case stateChanged
  /// Money was asked for, received or given back.
  case billingChanged(Payment)
  case errorRaised(EventError)
}

extension Action {
  /// The name on the wire.
  public var type: ActionType { row.type }

  /// What it is usually about; a draft names another target where FIELDS §2 allows several.
  public var defaultTarget: TargetType { row.target }

  /// The block that says more, and its text; a message is none: it has its own place in an event.
  public var facet: JSONMember? { row.facet() }

  public var message: Message? {
    guard case .messageCreated(let message) = self else { return nil }
    return message
  }

  private struct Row {
    let type: ActionType
    let target: TargetType
    let facet: () -> JSONMember?
  }

  private func row(_ type: ActionType, _ target: TargetType) -> Row {
    Row(type: type, target: target, facet: { nil })
  }

  private func row<Value>(
    _ type: ActionType, _ target: TargetType, _ key: FacetKey<Value>, _ value: Value?
  ) -> Row {
    Row(type: type, target: target) { value.map { JSONMember(key.name, JSONCoder.encode($0)) } }
  }

  private var row: Row {
    switch self {
    case .messageCreated: row(.messageCreated, .message)
    case .messageRestored: row(.messageRestored, .comment)
    case .messagePinned: row(.messagePinned, .message)
    case .messageUnpinned: row(.messageUnpinned, .message)
    case .buttonClicked(let it): row(.buttonClicked, .interaction, .buttonClick, it)
    case .reactionAdded(let it): row(.reactionAdded, .message, .reaction, it)
    case .reactionRemoved(let it): row(.reactionRemoved, .message, .reaction, it)
    case .likeAdded(let it): row(.likeAdded, .post, .reaction, it)
    case .likeRemoved(let it): row(.likeRemoved, .post, .reaction, it)
    case .pollVoted(let it): row(.pollVoted, .interaction, .pollVote, it)
    case .pollAnswerChanged(let it): row(.pollAnswerChanged, .interaction, .pollAnswer, it)
    case .dialogStarted(let it): row(.dialogStarted, .dialog, .triggerContext, it)
    case .dialogMuted: row(.dialogMuted, .dialog)
    case .dialogUnmuted: row(.dialogUnmuted, .dialog)
    case .dialogCleared: row(.dialogCleared, .dialog)
    case .dialogRemoved: row(.dialogRemoved, .dialog)
    case .leadCreated: row(.leadCreated, .lead)
    case .leadUpdated: row(.leadUpdated, .lead)
    case .leadDeleted: row(.leadDeleted, .lead)
    case .leadMerged: row(.leadMerged, .lead)
    case .leadSubscribed(let it): row(.leadSubscribed, .lead, .triggerContext, it)
    case .leadUnsubscribed(let it): row(.leadUnsubscribed, .lead, .triggerContext, it)
    case .leadBlocked(let it): row(.leadBlocked, .lead, .moderation, it)
    case .leadUnblocked(let it): row(.leadUnblocked, .lead, .moderation, it)
    case .leadBlacklisted(let it): row(.leadBlacklisted, .lead, .moderation, it)
    case .chatMemberAdded(let it): row(.chatMemberAdded, .chat, .chatChange, it)
    case .chatMemberRemoved(let it): row(.chatMemberRemoved, .chat, .chatChange, it)
    case .chatBotAdded(let it): row(.chatBotAdded, .chat, .chatChange, it)
    case .chatBotRemoved(let it): row(.chatBotRemoved, .chat, .chatChange, it)
    case .chatTitleChanged(let it): row(.chatTitleChanged, .chat, .chatChange, it)
    case .stateChanged: row(.stateChanged, .control)
    case .billingChanged(let it): row(.stateChanged, .billing, .payment, it)
    case .errorRaised(let it): row(.errorRaised, .control, .error, it)
    }
  }
}
