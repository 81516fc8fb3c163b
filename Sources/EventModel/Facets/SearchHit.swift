import JSON

/// How an event was found.
public struct SearchHit: Facet {
  /// The relevance.
  public var score: JSONNumber
  /// Escaped HTML with the words found in `<mark>`.
  public var highlighted: String

  public init(score: JSONNumber, highlighted: String) {
    self.score = score
    self.highlighted = highlighted
  }

  public enum CodingKeys: String, CodingKey {
    case score, highlighted
  }
}

extension FacetKey<SearchHit> {
  public static var search: Self { Self("search") }
}
