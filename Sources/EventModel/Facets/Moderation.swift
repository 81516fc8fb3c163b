import JSON

/// A ban or its end, on the platform or on our own list (FIELDS §12).
public struct Moderation: SparseFacet {
  /// Who did it.
  public var adminID: String?
  /// The platform's reason, or our operator's.
  public var reason: Reason?
  /// Words of who did it.
  public var comment: String?
  /// When the ban ends by itself; absent when it does not.
  public var unblockDate: Timestamp?
  /// Whether the ban ended because its term was over.
  public var byEndDate: Bool?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case adminID = "admin_id"
    case reason, comment
    case unblockDate = "unblock_date"
    case byEndDate = "by_end_date"
  }

  /// Why somebody was banned.
  public struct Reason: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let other: Self = "other"
    public static let spam: Self = "spam"
    public static let verbalAbuse: Self = "verbal_abuse"
    public static let strongLanguage: Self = "strong_language"
    public static let flood: Self = "flood"
  }
}

extension FacetKey<Moderation> {
  public static var moderation: Self { Self("moderation") }
}
