import JSON

/// What set something going: a start, a subscription, a press (FIELDS §12).
public struct TriggerContext: SparseFacet {
  /// What kind of thing it was.
  public var source: Source?
  /// The logical key of the trigger: `start` …
  public var key: String?
  /// The key of the platform's event: `events.dialog.started` …
  public var eventKey: String?
  /// The name of the trigger.
  public var trigger: String?
  /// Its caption.
  public var displayName: String?
  /// What a deep link carried.
  public var startPayload: String?
  /// Why the trigger did not do its work.
  public var errorMessage: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case source, key
    case eventKey = "event_key"
    case trigger
    case displayName = "display_name"
    case startPayload = "start_payload"
    case errorMessage = "error_message"
  }

  /// What started it.
  public struct Source: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let callback: Self = "callback"
    public static let subscription: Self = "subscription"
    public static let dialogStarted: Self = "dialog_started"
    public static let appWebhook: Self = "app_webhook"
  }
}

extension FacetKey<TriggerContext> {
  public static var triggerContext: Self { Self("trigger_context") }
}
