import EventModel

/// What a service message tells, by the action that it makes.
enum ServiceField {
  case joined, left, joinedByCommunity, botAdded, titled, pinned, topicCreated, topicEdited
  case pressed(ButtonClick.Action)
  case paid
  case subscribed(trigger: String)
  case moved(isOld: Bool)
  /// The list in another message was changed.
  case checklistChanged
  /// The answers of the poll in another message were changed.
  case pollChanged(isAdded: Bool)
  /// What became of a post that somebody suggested.
  case suggestion
  /// `state_changed`; the tag names the field.
  case changed(TargetType)
  /// Stands only in a message that is answered, never in one of its own.
  case neverAlone

  static let byName: [String: ServiceField] = {
    var fields = special
    for name in ofChat { fields[name] = .changed(.chat) }
    for name in ofDialog { fields[name] = .changed(.dialog) }
    for name in ofControl { fields[name] = .changed(.control) }
    return fields
  }()

  private static let special: [String: ServiceField] = [
    "new_chat_members": .joined, "left_chat_member": .left, "group_chat_created": .botAdded,
    "community_chat_joined": .joinedByCommunity,
    "new_chat_title": .titled, "pinned_message": .pinned,
    "forum_topic_created": .topicCreated, "forum_topic_edited": .topicEdited,
    "migrate_to_chat_id": .moved(isOld: true), "migrate_from_chat_id": .moved(isOld: false),
    "successful_payment": .paid, "refunded_payment": .paid, "suggested_post_paid": .paid,
    "suggested_post_refunded": .paid,
    "users_shared": .pressed(.requestUsers), "chat_shared": .pressed(.requestChat),
    "web_app_data": .pressed(.webApp),
    "connected_website": .subscribed(trigger: "telegram_login"),
    "write_access_allowed": .subscribed(trigger: "telegram_web_app"),
    "gift_upgrade_sent": .changed(.billing),
    "checklist_tasks_added": .checklistChanged, "checklist_tasks_done": .checklistChanged,
    "poll_option_added": .pollChanged(isAdded: true),
    "poll_option_deleted": .pollChanged(isAdded: false),
    "suggested_post_approved": .suggestion, "suggested_post_approval_failed": .suggestion,
    "suggested_post_declined": .suggestion,
    "supergroup_chat_created": .neverAlone, "channel_chat_created": .neverAlone,
  ]

  private static let ofChat = [
    "boost_added", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "community_chat_added", "community_chat_removed", "delete_chat_photo",
    "direct_message_price_changed", "giveaway_completed", "giveaway_created",
    "message_auto_delete_timer_changed", "new_chat_photo", "paid_message_price_changed",
    "proximity_alert_triggered", "video_chat_ended", "video_chat_participants_invited",
    "video_chat_scheduled", "video_chat_started",
  ]
  private static let ofDialog = [
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
  ]
  private static let ofControl = ["managed_bot_created", "passport_data"]
}
