/// What an AI did with a message, or why it did nothing.
public struct AIState: SparseFacet {
  /// Why it did not answer: `bot_author`, `auto_submitted` …
  public var skipReason: String?
  /// Whether it must not answer.
  public var skipResponse: Bool?
  /// Whether nothing is to be measured.
  public var skipMetrics: Bool?
  /// In milliseconds.
  public var generationTimeMS: Int64?
  /// The request of the AI that answered.
  public var requestID: String?
  /// The identifier of a streamed answer.
  public var streamID: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case skipReason = "skip_reason"
    case skipResponse = "skip_response"
    case skipMetrics = "skip_metrics"
    case generationTimeMS = "generation_time_ms"
    case requestID = "request_id"
    case streamID = "stream_id"
  }
}

extension FacetKey<AIState> {
  public static var ai: Self { Self("ai") }
}
