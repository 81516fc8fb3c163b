import JSON

/// A press of a button, or what stands for one (FIELDS §8).
public struct ButtonClick: SparseFacet {
  /// The payload of the button.
  public var callbackData: String?
  /// The caption, found in our stored keyboard; the ledger fills it.
  public var buttonText: String?
  /// What an answer to the press needs; only presses that wait for one have it.
  public var callbackID: String?
  /// The platform's message with the keyboard.
  public var messageID: String?
  /// What kind of press it was.
  public var action: Action?
  /// Where a link button leads.
  public var url: String?
  /// The logical key; the same for every press.
  public var eventKey: String? = "events.interaction.button_click"
  /// What tells this press from another on the platform.
  public var platformEventID: String?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case callbackData = "callback_data"
    case buttonText = "button_text"
    case callbackID = "callback_id"
    case messageID = "message_id"
    case action, url
    case eventKey = "event_key"
    case platformEventID = "platform_event_id"
  }

  /// The kind of a press.
  public struct Action: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let callback: Self = "callback"
    public static let url: Self = "url"
    public static let replyText: Self = "reply_text"
    public static let game: Self = "game"
    public static let webApp: Self = "web_app"
    public static let requestUsers: Self = "request_users"
    public static let requestChat: Self = "request_chat"
    public static let stopGeneration: Self = "stop_generation"
  }
}

extension FacetKey<ButtonClick> {
  public static var buttonClick: Self { Self("button_click") }
}
