/// A live broadcast; carried for the platform that has them.
public struct Broadcast: SparseFacet {
  public var restreamID: String?
  public var platform: String?
  public var viewers: Int64?
  public var timestamp: Timestamp?
  public var streamviEventID: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case restreamID = "restream_id"
    case platform, viewers, timestamp
    case streamviEventID = "streamvi_event_id"
  }
}

extension FacetKey<Broadcast> {
  public static var broadcast: Self { Self("broadcast") }
}
