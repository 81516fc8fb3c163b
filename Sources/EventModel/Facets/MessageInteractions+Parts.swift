extension MessageInteractions {
  /// Whether and how a message was changed.
  public struct Editing: SparseFacet {
    /// True also of a row that was first seen edited.
    public var isEdited: Bool?
    public var editedAt: Timestamp?
    /// How many edits we saw.
    public var editCount: Int64?
    /// The first text; kept once.
    public var originalContent: String?
    /// Who edited it.
    public var editedBy: Sender?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isEdited = "is_edited"
      case editedAt = "edited_at"
      case editCount = "edit_count"
      case originalContent = "original_content"
      case editedBy = "edited_by"
    }
  }

  /// Which message this one answers, and how many answer it.
  public struct Replies: SparseFacet {
    /// Not for the implicit answer to the root of a topic.
    public var isReply: Bool?
    /// Our event of the message that is answered; the ledger finds it.
    public var replyTo: EventID?
    /// How many answers we saw.
    public var replyCount: Int64?
    /// The platform's thread.
    public var threadID: String?
    /// Ours: the piece that was quoted.
    public var quoteText: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isReply = "is_reply"
      case replyTo = "reply_to_id"
      case replyCount = "reply_count"
      case threadID = "thread_id"
      case quoteText = "quote_text"
    }
  }

  /// Where a forwarded message came from.
  public struct Forwarding: SparseFacet {
    public var isForwarded: Bool?
    /// The number of forwarded messages.
    public var forwardCount: Int64?
    /// The source chat, by title or identifier.
    public var fromChat: String?
    /// The source person, by name or identifier.
    public var fromUser: String?
    /// The date of the newest of them.
    public var lastAt: Timestamp?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isForwarded = "is_forwarded"
      case forwardCount = "forward_count"
      case fromChat = "from_chat"
      case fromUser = "from_user"
      case lastAt = "last_at"
    }
  }

  /// How often a message was seen.
  public struct Views: SparseFacet {
    public var count: Int64?
    public var uniqueViewers: Int64?
    public var lastAt: Timestamp?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case count
      case uniqueViewers = "unique_viewers"
      case lastAt = "last_at"
    }
  }

  /// Whether a message is pinned, and by whom.
  public struct Pinning: SparseFacet {
    public var isPinned: Bool?
    public var pinnedAt: Timestamp?
    /// Who did it: `{kind}:{id}`.
    public var pinnedBy: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isPinned = "is_pinned"
      case pinnedAt = "pinned_at"
      case pinnedBy = "pinned_by"
    }
  }

  /// Who is named in a message.
  public struct Mentions: SparseFacet {
    public var hasMentions: Bool?
    /// As they are written.
    public var items: [String]?
    /// As far as they are known.
    public var userIDs: [String]?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case hasMentions = "has_mentions"
      case items
      case userIDs = "user_ids"
    }
  }
}
