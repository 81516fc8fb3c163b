/// What has become of a message: reactions, edits, answers, views …
public struct MessageInteractions: SparseFacet {
  /// How often each reaction was given.
  public var reactions: [MessageReaction]?
  /// The poll in the message, as it was last seen.
  public var poll: Poll?
  public var editing: Editing?
  public var replies: Replies?
  public var forwarding: Forwarding?
  public var views: Views?
  public var pinning: Pinning?
  public var mentions: Mentions?
  /// How our own edit went on the platform.
  public var platformEdit: PlatformAction?
  /// How our own deletion went on the platform.
  public var platformDelete: PlatformAction?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case reactions, poll, editing, replies, forwarding, views, pinning, mentions
    case platformEdit = "platform_edit"
    case platformDelete = "platform_delete"
  }
}

/// One reaction and how many gave it.
public struct MessageReaction: SparseFacet {
  public var emoji: String?
  /// `emoji`, `custom_emoji`, `paid` …
  public var type: String?
  /// The platform's identifier of the reaction.
  public var reactionID: String?
  /// How it looks.
  public var asset: ReactionAsset?
  /// How many gave it.
  public var count: Int64?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case emoji, type
    case reactionID = "reaction_id"
    case asset, count
  }
}

extension FacetKey<MessageInteractions> {
  public static var messageInteractions: Self { Self("message_interactions") }
}
