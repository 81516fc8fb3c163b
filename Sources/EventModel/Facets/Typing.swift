/// That somebody was writing, and how it ended.
public struct Typing: SparseFacet {
  /// When it ended, by a message or by the time that passed.
  public var stoppedAt: Timestamp?
  /// How long it was, in milliseconds.
  public var durationMS: Int64?
  /// The message that ended it.
  public var messageID: String?
  /// Whether it ended without a message.
  public var timeout: Bool?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case stoppedAt = "stopped_at"
    case durationMS = "duration_ms"
    case messageID = "message_id"
    case timeout
  }
}

extension FacetKey<Typing> {
  public static var typing: Self { Self("typing") }
}
