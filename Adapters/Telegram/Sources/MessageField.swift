import EventModel

/// What the members of a Message mean, as far as they are content or tell of something else.
///
/// Names that stand nowhere here say who, where and when, or are new.
enum MessageField {
  /// What somebody wrote, showed or sent.
  case text, caption
  case file(Attachment.Kind)
  case photo, livePhoto, paidMedia, sticker, location, venue, contact, poll
  /// The text is this member of the object.
  case named(member: String, isTagged: Bool)
  /// Nothing of it can be shown; a tag says what it was.
  case mute
  /// A mark beside the content.
  case tag(String)
  /// Something that happened in the chat.
  case service(ServiceField)

  static let byName: [String: MessageField] = {
    var fields = content
    for (name, service) in ServiceField.byName { fields[name] = .service(service) }
    return fields
  }()

  private static let content: [String: MessageField] = [
    "text": .text, "caption": .caption,
    "animation": .file(.animation), "audio": .file(.audio), "document": .file(.document),
    "video": .file(.video), "video_note": .file(.video), "voice": .file(.voice),
    "photo": .photo, "live_photo": .livePhoto, "paid_media": .paidMedia, "sticker": .sticker,
    "location": .location, "venue": .venue, "contact": .contact, "poll": .poll,
    "dice": .named(member: "emoji", isTagged: false),
    "game": .named(member: "title", isTagged: false),
    "invoice": .named(member: "title", isTagged: true),
    "gift": .named(member: "text", isTagged: true),
    "checklist": .named(member: "title", isTagged: true),
    "story": .mute, "giveaway": .mute, "giveaway_winners": .mute, "unique_gift": .mute,
    "rich_message": .mute,
    "via_bot": .tag("tg:via_bot"), "has_protected_content": .tag("tg:protected"),
    "is_from_offline": .tag("tg:auto"), "is_paid_post": .tag("tg:paid_post"),
  ]
}

/// What a service message tells, by the action that it makes.
enum ServiceField {
  case joined, left, botAdded, titled, pinned, topicCreated, topicEdited
  case pressed(ButtonClick.Action)
  case paid
  case subscribed(trigger: String)
  case moved(isOld: Bool)
  /// `state_changed`; the tag names the field.
  case changed(TargetType)

  static let byName: [String: ServiceField] = {
    var fields = special
    for name in ofChat { fields[name] = .changed(.chat) }
    for name in ofDialog { fields[name] = .changed(.dialog) }
    for name in ofControl { fields[name] = .changed(.control) }
    return fields
  }()

  private static let special: [String: ServiceField] = [
    "new_chat_members": .joined, "left_chat_member": .left, "group_chat_created": .botAdded,
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
  ]

  private static let ofChat = [
    "boost_added", "chat_background_set", "chat_owner_changed", "chat_owner_left",
    "checklist_tasks_added", "checklist_tasks_done", "community_chat_added",
    "community_chat_joined", "community_chat_removed", "delete_chat_photo",
    "direct_message_price_changed", "giveaway_completed", "giveaway_created",
    "message_auto_delete_timer_changed", "new_chat_photo", "paid_message_price_changed",
    "poll_option_added", "poll_option_deleted", "proximity_alert_triggered",
    "suggested_post_approval_failed", "suggested_post_approved", "suggested_post_declined",
    "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled",
    "video_chat_started",
  ]
  private static let ofDialog = [
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
  ]
  private static let ofControl = ["managed_bot_created", "passport_data"]
}
