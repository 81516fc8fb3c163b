import JSON

/// A conversation with one person, a group, or the commenters of one post (FIELDS §14).
public struct Dialog: Hashable, Sendable {
}

extension Dialog {
  /// Where a conversation is, in the platform's terms: what makes it this dialog and no other.
  ///
  /// Its adapter makes it; `context` and every `dc_*` member are derived from it, in one place.
  public struct Address: Hashable, Sendable {
    /// The natural key behind the channel: `private` and `["83159543"]` become
    /// `tg_private_{channel}_83159543` (FIELDS §6).
    public var kind: String
    public var ids: [String]
    /// The class of the conversation: `private_chat`, `group_chat` or `wall_comments`.
    public var dialogType: DialogType
    /// The conversation's identifier as text; `dc_chat_id`.
    public var chatID: String
    /// The person of a private conversation, as the platform names them.
    public var userID: String?
    /// The platform's own members of `context` (`peer_id`, `thread_id` …), each of which has a twin `dc_{platform}_{name}`.
    public var members: [Member] = []

    public init(
      kind: String, ids: [String], dialogType: DialogType, chatID: String, userID: String? = nil
    ) {
      self.kind = kind
      self.ids = ids
      self.dialogType = dialogType
      self.chatID = chatID
      self.userID = userID
    }

    /// `{platform}_{kind}_{channel}_{ids…}`, stable and unique within a project.
    public func externalID(platform: Platform, channel: ChannelID) -> String {
      ([platform.rawValue, kind, channel.rawValue] + ids).joined(separator: "_")
    }

    /// One member of the platform's own.
    public struct Member: Hashable, Sendable {
      public let name: String
      public let value: JSONFragment
      /// Whether it stands in `context` too; the members of letters exist as `dc_email_*` only.
      public let isInContext: Bool

      public init(_ name: String, _ value: some JSONWritable, isInContext: Bool = true) {
        self.name = name
        self.value = JSONFragment { $0.value(value) }
        self.isInContext = isInContext
      }
    }
  }

  /// The class of a conversation.
  public struct DialogType: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let privateChat: Self = "private_chat"
    public static let groupChat: Self = "group_chat"
    public static let wallComments: Self = "wall_comments"
  }
}
