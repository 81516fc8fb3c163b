import JSON

/// What a person put under a message, or which thing they liked (FIELDS §12).
public struct Reaction: SparseFacet {
  /// Our event that was reacted to; the ledger finds it.
  public var messageEvent: EventID?
  /// The sign itself, where the reaction is one.
  public var emoji: String?
  /// `emoji`, `custom_emoji`, `paid` …
  public var type: String?
  /// The platform's identifier of the reaction.
  public var id: String?
  /// How it looks.
  public var asset: ReactionAsset?
  /// The platform's identifier of the message.
  public var messageID: String?
  /// The number of the message within its conversation, where the platform counts so.
  public var conversationMessageID: String?
  /// Who reacted.
  public var likerID: String?
  /// What was liked: `post`, `comment`, `photo` …
  public var objectType: String?
  /// Whose thing was liked.
  public var objectOwnerID: Int64?
  /// Which thing was liked.
  public var objectID: Int64?
  /// Which reply in a thread of comments was liked.
  public var threadReplyID: Int64?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case messageEvent = "message_event_id"
    case emoji, type, id, asset
    case messageID = "message_id"
    case conversationMessageID = "conversation_message_id"
    case likerID = "liker_id"
    case objectType = "object_type"
    case objectOwnerID = "object_owner_id"
    case objectID = "object_id"
    case threadReplyID = "thread_reply_id"
  }
}

/// How a reaction looks.
public struct ReactionAsset: SparseFacet {
  /// Its name.
  public var label: String?
  /// A picture.
  public var staticURL: String?
  public var smallAnimationURL: String?
  public var bigAnimationURL: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case label
    case staticURL = "static_url"
    case smallAnimationURL = "small_animation_url"
    case bigAnimationURL = "big_animation_url"
  }
}

extension FacetKey<Reaction> {
  public static var reaction: Self { Self("reaction") }
}
