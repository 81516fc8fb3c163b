import JSON

/// Which event caused this one, and whether it was rolled back.
public struct Hierarchy: SparseFacet {
  /// The event that caused this one.
  public var parentEvent: EventID?
  /// Whether what it did was undone.
  public var isRolledBack: Bool?
  public var rolledBackByEvent: EventID?
  /// What it was before; an object of the caller's own.
  public var rollbackPayload: JSONFragment?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case parentEvent = "parent_event_id"
    case isRolledBack = "is_rolled_back"
    case rolledBackByEvent = "rolled_back_by_event_id"
    case rollbackPayload = "rollback_payload"
  }
}

extension FacetKey<Hierarchy> {
  public static var hierarchy: Self { Self("hierarchy") }
}
