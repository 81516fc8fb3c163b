import EventModel

/// What the members of a Message mean: every one of Bot API 10.3 stands here.
enum MessageField {
  /// What somebody wrote, showed or sent.
  case text, caption
  case file(Attachment.Kind)
  case photo, livePhoto, paidMedia, sticker, location, venue, contact, poll, checklist
  case richMessage
  /// The text is this member of the object.
  case named(member: String, isTagged: Bool)
  /// Nothing of it can be shown; a tag says what it was.
  case mute
  /// A mark beside the content.
  case tag(String)
  /// Something that happened in the chat.
  case service(ServiceField)
  /// Says who, where, when or in answer to what: read by its name where that is needed.
  case circumstance
  /// Has no place in an event; it can be seen in the raw payload.
  case rawOnly
  /// The old name of what the wire says twice; read only where the new name is absent.
  case formerly(new: String, ServiceField)

  static let byName: [String: MessageField] = {
    var fields = content
    for (name, service) in ServiceField.byName { fields[name] = .service(service) }
    for name in circumstances { fields[name] = .circumstance }
    for name in raw { fields[name] = .rawOnly }
    for (name, new, service) in former { fields[name] = .formerly(new: new, service) }
    return fields
  }()

  private static let content: [String: MessageField] = [
    "text": .text, "caption": .caption, "rich_message": .richMessage,
    "animation": .file(.animation), "audio": .file(.audio), "document": .file(.document),
    "video": .file(.video), "video_note": .file(.video), "voice": .file(.voice),
    "photo": .photo, "live_photo": .livePhoto, "paid_media": .paidMedia, "sticker": .sticker,
    "location": .location, "venue": .venue, "contact": .contact, "poll": .poll,
    "checklist": .checklist,
    "dice": .named(member: "emoji", isTagged: false),
    "game": .named(member: "title", isTagged: false),
    "invoice": .named(member: "title", isTagged: true),
    "gift": .named(member: "text", isTagged: true),
    "unique_gift": .named(member: "text", isTagged: true),
    "story": .mute, "giveaway": .mute, "giveaway_winners": .mute,
    "via_bot": .tag("tg:via_bot"), "has_protected_content": .tag("tg:protected"),
    "is_from_offline": .tag("tg:auto"), "is_paid_post": .tag("tg:paid_post"),
    "suggested_post_info": .tag("tg:suggested_post"),
  ]

  private static let circumstances = [
    "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat",
    "sender_business_bot", "receiver_user", "ephemeral_message_id", "date", "guest_query_id",
    "business_connection_id", "chat", "forward_origin", "is_topic_message",
    "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
    "edit_date", "media_group_id", "author_signature", "entities", "caption_entities",
    "reply_markup",
  ]

  private static let raw = [
    "sender_boost_count", "sender_tag", "reply_to_checklist_task_id", "reply_to_poll_option_id",
    "guest_bot_caller_user", "guest_bot_caller_chat", "paid_star_count", "link_preview_options",
    "effect_id", "show_caption_above_media", "has_media_spoiler",
  ]

  /// The open server still writes them beside the new names, and no document tells of them.
  private static let former: [(String, new: String, ServiceField)] = [
    ("new_chat_participant", "new_chat_members", .joined),
    ("new_chat_member", "new_chat_members", .joined),
    ("left_chat_participant", "left_chat_member", .left),
    ("voice_chat_scheduled", "video_chat_scheduled", .changed(.chat)),
    ("voice_chat_started", "video_chat_started", .changed(.chat)),
    ("voice_chat_ended", "video_chat_ended", .changed(.chat)),
    ("voice_chat_participants_invited", "video_chat_participants_invited", .changed(.chat)),
    ("user_shared", "users_shared", .pressed(.requestUsers)),
  ]
}
