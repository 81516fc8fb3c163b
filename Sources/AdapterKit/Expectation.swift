import EventModel
import JSON

/// An answer that a platform waits for: to a press, to a checkout, to a request to join.
public struct Expectation: Hashable, Sendable {
  public var kind: Kind
  /// What the platform knows it by.
  public var token: String
  /// After how long `otherwise` goes out; nil when nothing does.
  public var patience: Duration?
  /// What goes out when nobody answered in time.
  public var otherwise: Part?

  public init(
    _ kind: Kind, token: String, patience: Duration? = nil, otherwise: Part? = nil
  ) {
    self.kind = kind
    self.token = token
    self.patience = patience
    self.otherwise = otherwise
  }

  /// What is waited for (FIELDS §5).
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let press: Self = "press"
    public static let preCheckout: Self = "pre_checkout"
    public static let shipping: Self = "shipping"
    public static let inline: Self = "inline"
    public static let joinRequest: Self = "join_request"
    public static let guest: Self = "guest"
  }
}

/// What a caller answers; which members count depends on the kind.
public struct Answer: Hashable, Sendable {
  public var text: String?
  /// Shown as a window that has to be closed.
  public var isAlert = false
  /// A page to open.
  public var url: String?
  /// An application to open, in the platform's words.
  public var app: JSONFragment?
  /// Yes or no, to a checkout or a request to join.
  public var isAccepted: Bool?
  /// The results of an inline query or the options of a shipping query, in the platform's words.
  public var results: JSONFragment?

  public init() {}
}
