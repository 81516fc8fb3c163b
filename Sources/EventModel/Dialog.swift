import JSON

/// A conversation with one person, a group, or the commenters of one post (FIELDS §14).
public struct Dialog: Hashable, Sendable {
  public var identity: Identity
  public var state = State()
  public var traffic = Traffic()
  /// Where the person came from last; how they came first is in the metadata.
  public var attribution = Attribution()
  public var timeline: Timeline
  public var counters = Counters()
  public var address: Address
  public var firstMessage: Brief?
  public var lastMessage: Brief?
  /// The other blocks: display_info, metadata, agent, and what nobody here knows.
  public var facets = Facets()

  /// A dialog that begins now.
  public init(_ identity: Identity, at address: Address, timeline: Timeline) {
    self.identity = identity
    self.timeline = timeline
    self.address = address
  }
}

extension Dialog {
  /// Which dialog it is, and to whom it belongs.
  public struct Identity: Hashable, Sendable {
    public var id: DialogID
    public var platform: Platform
    public var channel: ChannelID?
    public var project: ProjectID?
    /// The natural key: see `Address.externalID`.
    public var externalID: String?
    /// The AI agent that is bound to it.
    public var agentID: String?
    /// The one person of a private dialog.
    public var primaryLead: LeadID?

    public init(_ id: DialogID, platform: Platform) {
      self.id = id
      self.platform = platform
    }
  }

  /// How a desk sees it.
  public struct State: Hashable, Sendable {
    public var status: Status = .active
    /// Free labels.
    public var tags: [String] = []
    /// Whether it is a simulator's or a test's.
    public var isTest = false
    /// Whether an error in it is still open.
    public var hasErrors: Bool?
    /// A setting of the cabinet: no block, and not `dialog_muted`.
    public var isSoundMuted = false
    public var review = Review()
    public var verdict = Verdict()

    public init() {}
  }

  /// What somebody has to look at.
  public struct Review: Hashable, Sendable {
    /// A desk's or an AI's class of the dialog.
    public var category: String?
    /// A desk's or an AI's title; never the subject of a letter.
    public var topic: String?
    /// `low`, `medium`, `high` or `urgent`.
    public var priority: String?
    public var needsReview: Bool?
    public var isEscalated: Bool?

    public init() {}
  }

  /// How it went.
  public struct Verdict: Hashable, Sendable {
    /// From 0 to 1.
    public var qualityScore: JSONNumber?
    public var userSatisfaction: String?
    public var resolutionType: String?

    public init() {}
  }

  /// Through which door the person came last.
  public struct Traffic: Hashable, Sendable {
    /// Where the person came from: the platform's reference, else its name.
    public var source: String?
    public var medium: String?
    /// Known of widget visitors only.
    public var deviceType: String?

    public init() {}
  }

  /// When it began and went on, by the platform's clock and by ours.
  public struct Timeline: Hashable, Sendable {
    /// From the start to the completion, else to the newest event; never negative.
    public var durationSeconds: Int64?
    /// From the first inbound message to the first answer; set once.
    public var firstResponseSeconds: Int64?
    /// The platform's time of the first event.
    public var startedAt: Timestamp
    /// Absent while the dialog is open; taken away when it is re-opened.
    public var completedAt: Timestamp?
    /// The newest history event's time; late arrivals do not move it back.
    public var lastEventAt: Timestamp?
    /// When the row was stored.
    public var createdAt: Timestamp
    /// When anything in the row last changed.
    public var updatedAt: Timestamp

    /// A dialog that was begun by something that happened at `startedAt`.
    public init(startedAt: Timestamp, recordedAt: Timestamp) {
      self.startedAt = startedAt
      lastEventAt = startedAt
      durationSeconds = 0
      createdAt = recordedAt
      updatedAt = recordedAt
    }
  }

  /// How much there is, and how much of it is unread (FIELDS §9).
  public struct Counters: Hashable, Sendable {
    /// History events.
    public var events: Int64 = 0
    /// `message_created` in both directions; deletions do not subtract.
    public var messages: Int64 = 0
    /// Inbound messages that our side has not read.
    public var unreadByOperator: Int64 = 0
    /// Outbound messages that the person has not read; 0 in groups.
    public var unreadByLead: Int64 = 0

    public init() {}
  }

  /// One message in short.
  public struct Brief: Hashable, Sendable {
    /// The text, cut to 500 characters.
    public var content: String
    /// Whose words: `user`, `assistant`, `operator` or `system`.
    public var role: String?
    public var at: Timestamp
    /// The older name of the action's class; of the last message only.
    public var eventType: String?
    /// What no member above describes.
    public var more: [JSONMember] = []

    public init(_ content: String, role: String?, at: Timestamp) {
      self.content = content
      self.role = role
      self.at = at
    }
  }

  /// Where a dialog is in its life.
  public struct Status: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let active: Self = "active"
    public static let completed: Self = "completed"
    public static let archived: Self = "archived"
  }

  /// The class of a conversation.
  public struct DialogType: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let privateChat: Self = "private_chat"
    public static let groupChat: Self = "group_chat"
    public static let wallComments: Self = "wall_comments"

    /// The same in the vocabulary of `context`; nil for a class that is not ours.
    public var short: String? {
      switch self {
      case .privateChat: "private"
      case .groupChat: "group"
      case .wallComments: "comments"
      default: nil
      }
    }
  }
}
