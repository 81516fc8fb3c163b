import JSON

/// What went wrong (FIELDS §11).
public struct EventError: SparseFacet {
  /// The class.
  public var code: Code?
  /// The exact kind.
  public var kind: Kind?
  /// Words for people.
  public var message: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case code
    case kind = "error_type"
    case message
  }
}

extension EventError {
  /// The class of an error.
  public struct Code: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let generationFailed: Self = "ai_generation_failed"
    public static let insufficientBalance: Self = "insufficient_balance"
    public static let toolFailed: Self = "tool_execution_failed"
    public static let deliveryFailed: Self = "delivery_failed"
  }

  /// The exact kind of an error, `{area}.{what}`; those of AI, tools and billing are carried.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let userBlocked: Self = "delivery.user_blocked"
    public static let chatNotFound: Self = "delivery.chat_not_found"
    public static let botRemoved: Self = "delivery.bot_removed"
    public static let rateLimit: Self = "delivery.rate_limit"
    public static let messageTooLong: Self = "delivery.message_too_long"
    public static let timeout: Self = "delivery.timeout"
    public static let platformError: Self = "delivery.platform_error"
    public static let unknown: Self = "delivery.unknown"
    public static let downloadFailed: Self = "media.download_failed"
    public static let uploadFailed: Self = "media.upload_failed"
    public static let unsupportedFormat: Self = "media.unsupported_format"
    public static let fileTooLarge: Self = "media.file_too_large"
    public static let processingError: Self = "media.processing_error"
    public static let invalidToken: Self = "webhook.invalid_token"
    public static let setupFailed: Self = "webhook.setup_failed"
    public static let unavailable: Self = "webhook.unavailable"
  }
}

extension FacetKey<EventError> {
  public static var error: Self { Self("error") }
}
