import JSON

/// Who came or went, or how a chat is now called.
public struct ChatChange: SparseFacet {
  /// Who added or removed the member.
  public var addedByUserID: String?
  /// Of who was added or removed.
  public var memberFirstName: String?
  /// Of who was added or removed.
  public var memberLastName: String?
  /// Ours: who was added, removed or banned.
  public var memberID: String?
  /// The title before.
  public var chatTitle: String?
  /// The title after.
  public var newTitle: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case addedByUserID = "added_by_user_id"
    case memberFirstName = "member_first_name"
    case memberLastName = "member_last_name"
    case memberID = "member_id"
    case chatTitle = "chat_title"
    case newTitle = "new_title"
  }
}

extension FacetKey<ChatChange> {
  public static var chatChange: Self { Self("chat_change") }
}
