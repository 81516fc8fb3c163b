import EventModel

/// What a channel can do, and how fast: data that is shown to callers and decides for them.
public struct Abilities: Hashable, Sendable {
  public var pace: Pace
  /// By kind of conversation; the first that fits counts, the last fits all.
  public var places: [Place]

  public init(pace: Pace, places: [Place]) {
    self.pace = pace
    self.places = places
  }

  /// What can be done in a conversation.
  public func place(of dialog: Dialog.Address) -> Place {
    places.first { $0.kinds.contains(dialog.kind) } ?? places.last
      ?? Place([], limits: Limits(longestText: 4096), grants: [:])
  }

  /// What can be done in conversations of some kinds (FIELDS §10).
  public struct Place: Hashable, Sendable {
    /// `Dialog.Address.kind`; empty means all others.
    public var kinds: [String]
    public var limits: Limits
    /// What is not named cannot be done.
    public var grants: [Ability: Grant]

    public init(_ kinds: [String], limits: Limits, grants: [Ability: Grant]) {
      self.kinds = kinds
      self.limits = limits
      self.grants = grants
    }

    public func grant(_ ability: Ability) -> Grant { grants[ability] ?? .no }
  }

  /// Whether a thing can be done.
  public enum Grant: Hashable, Sendable {
    case yes
    /// For so long after the message was sent.
    case within(Duration)
    /// If the configuration has that key.
    case needs(String)
    case no

    /// Whether it can be done to a message of that age.
    public func holds(atAge age: Duration) -> Bool {
      switch self {
      case .yes: true
      case .within(let limit): age <= limit
      case .needs, .no: false
      }
    }
  }

  /// Bounds on one message; nil where the platform has none.
  public struct Limits: Hashable, Sendable {
    /// In UTF-16 units, as all lengths.
    public var longestText: Int
    public var longestCaption: Int?
    /// In bytes.
    public var longestCallbackData: Int?
    public var longestButtonText: Int?
    public var mostButtons: Int?
    public var mostButtonsInRow: Int?
    public var mostAttachments: Int?
    public var mostInAlbum: Int?
    /// In bytes.
    public var largestUpload: Int64?
    /// In bytes.
    public var largestDownload: Int64?

    public init(longestText: Int) { self.longestText = longestText }
  }
}

/// Something that can be done in a conversation.
public struct Ability: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  public static let send: Self = "send"
  public static let edit: Self = "edit"
  public static let delete: Self = "delete"
  public static let react: Self = "react"
  public static let typing: Self = "typing"
  public static let markRead: Self = "mark_read"
  public static let pin: Self = "pin"
  public static let forward: Self = "forward"
  public static let answerPress: Self = "answer_press"
  public static let readReceipts: Self = "read_receipts"
  public static let quote: Self = "quote"
  public static let richText: Self = "rich_text"
  public static let attachments: Self = "attachments"
  public static let album: Self = "album"
  public static let callbackButtons: Self = "callback_buttons"
  public static let urlButtons: Self = "url_buttons"
  public static let silent: Self = "silent"
  public static let hidePreview: Self = "disable_preview"
  public static let subject: Self = "subject"
  public static let stopPoll: Self = "stop_poll"
  public static let showDraft: Self = "show_draft"
}
