import JSON

extension Dialog {
  /// How a dialog is shown in a list.
  public struct DisplayInfo: SparseFacet {
    /// The title.
    public var name: String?
    /// A picture through our own proxy, never a link with a token in it.
    public var avatarURL: String?
    public var sourceType: SourceType?
    /// The older twin of `platformType`.
    public var platform: Platform?
    public var platformType: Platform?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case name
      case avatarURL = "avatar_url"
      case sourceType = "source_type"
      case platform
      case platformType = "platform_type"
    }
  }

  /// What the name of a dialog is taken from.
  public struct SourceType: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let lead: Self = "lead"
    public static let groupChat: Self = "group_chat"
    public static let agent: Self = "agent"
    public static let comment: Self = "comment"
  }

  /// The AI agent that is bound to a dialog, as it is shown.
  public struct AgentCard: SparseFacet {
    public var id: String?
    public var name: String?
    public var description: String?
    /// A picture through our own proxy, never a link with a token in it.
    public var avatarURL: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case id, name, description
      case avatarURL = "avatar_url"
    }
  }
}

extension FacetKey<Dialog.DisplayInfo> {
  public static var displayInfo: Self { Self("display_info") }
}

extension FacetKey<Dialog.AgentCard> {
  public static var agent: Self { Self("agent") }
}
