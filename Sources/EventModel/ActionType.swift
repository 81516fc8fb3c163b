import JSON

/// What happened (FIELDS §2): 45 history values, 13 state values, and whatever a later version
/// adds.
public struct ActionType: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

extension ActionType {
  /// Whether it makes a row of a dialog's history.
  public var isHistory: Bool { Self.history.contains(self) }
  /// Whether it only changes the row it is about.
  public var isState: Bool { Self.state.contains(self) }

  /// The values that make a row of their own.
  public static let history: Set<ActionType> = [
    .messageCreated, .messageRestored, .messageForwarded, .messageViewed, .messagePinned,
    .messageUnpinned, .buttonClicked, .reactionAdded, .reactionRemoved, .likeAdded, .likeRemoved,
    .pollAnswerChanged, .pollVoted, .leadCreated, .leadUpdated, .leadDeleted, .leadMerged,
    .leadSubscribed, .leadUnsubscribed, .leadBlocked, .leadUnblocked, .leadBlacklisted,
    .dialogStarted, .dialogMuted, .dialogUnmuted, .dialogCleared, .dialogRemoved,
    .chatMemberAdded, .chatMemberRemoved, .chatTitleChanged, .chatBotAdded, .chatBotRemoved,
    .broadcastStarted, .broadcastStopped, .broadcastViewersUpdated, .toolStarted,
    .reasoningRecorded, .imageGenerated, .audioGenerated, .aiActionExecuted, .errorRaised,
    .stateChanged, .rolledBack, .timerScheduled, .timerTriggered,
  ]

  public static let messageCreated: Self = "message_created"
  public static let messageRestored: Self = "message_restored"
  public static let messageForwarded: Self = "message_forwarded"
  public static let messageViewed: Self = "message_viewed"
  public static let messagePinned: Self = "message_pinned"
  public static let messageUnpinned: Self = "message_unpinned"
  public static let buttonClicked: Self = "button_clicked"
  public static let reactionAdded: Self = "reaction_added"
  public static let reactionRemoved: Self = "reaction_removed"
  public static let likeAdded: Self = "like_added"
  public static let likeRemoved: Self = "like_removed"
  public static let pollAnswerChanged: Self = "poll_answer_changed"
  public static let pollVoted: Self = "poll_voted"
  public static let leadCreated: Self = "lead_created"
  public static let leadUpdated: Self = "lead_updated"
  public static let leadDeleted: Self = "lead_deleted"
  public static let leadMerged: Self = "lead_merged"
  public static let leadSubscribed: Self = "lead_subscribed"
  public static let leadUnsubscribed: Self = "lead_unsubscribed"
  public static let leadBlocked: Self = "lead_blocked"
  public static let leadUnblocked: Self = "lead_unblocked"
  public static let leadBlacklisted: Self = "lead_blacklisted"
  public static let dialogStarted: Self = "dialog_started"
  public static let dialogMuted: Self = "dialog_muted"
  public static let dialogUnmuted: Self = "dialog_unmuted"
  public static let dialogCleared: Self = "dialog_cleared"
  public static let dialogRemoved: Self = "dialog_removed"
  public static let chatMemberAdded: Self = "chat_member_added"
  public static let chatMemberRemoved: Self = "chat_member_removed"
  public static let chatTitleChanged: Self = "chat_title_changed"
  public static let chatBotAdded: Self = "chat_bot_added"
  public static let chatBotRemoved: Self = "chat_bot_removed"
  public static let broadcastStarted: Self = "broadcast_started"
  public static let broadcastStopped: Self = "broadcast_stopped"
  public static let broadcastViewersUpdated: Self = "broadcast_viewers_updated"
  public static let toolStarted: Self = "tool_started"
  public static let reasoningRecorded: Self = "reasoning_recorded"
  public static let imageGenerated: Self = "image_generated"
  public static let audioGenerated: Self = "audio_generated"
  public static let aiActionExecuted: Self = "ai_action_executed"
  public static let errorRaised: Self = "error_raised"
  public static let stateChanged: Self = "state_changed"
  public static let rolledBack: Self = "rolled_back"
  public static let timerScheduled: Self = "timer_scheduled"
  public static let timerTriggered: Self = "timer_triggered"

  /// The values that change another row and never make one.
  public static let state: Set<ActionType> = [
    .messageEdited, .messageDeleted, .messageDelivered, .messageRead, .messageDeliveryFailed,
    .pollClosed, .typingStarted, .toolCompleted, .toolFailed, .summaryUpdated, .metricsExtracted,
    .speechRecognized, .imageAnalyzed,
  ]

  public static let messageEdited: Self = "message_edited"
  public static let messageDeleted: Self = "message_deleted"
  public static let messageDelivered: Self = "message_delivered"
  public static let messageRead: Self = "message_read"
  public static let messageDeliveryFailed: Self = "message_delivery_failed"
  public static let pollClosed: Self = "poll_closed"
  public static let typingStarted: Self = "typing_started"
  public static let toolCompleted: Self = "tool_completed"
  public static let toolFailed: Self = "tool_failed"
  public static let summaryUpdated: Self = "summary_updated"
  public static let metricsExtracted: Self = "metrics_extracted"
  public static let speechRecognized: Self = "speech_recognized"
  public static let imageAnalyzed: Self = "image_analyzed"
}
