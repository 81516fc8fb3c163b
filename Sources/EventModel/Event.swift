import JSON

/// One thing that happened: a row that is made once and has versions (FIELDS §2, §15).
public struct Event: Hashable, Sendable {
  public var id: EventID
  public var scope: Scope
  public var target: Target
  /// The platform's identifier of the message; on `message_created` only, of several parts the
  /// first.
  public var externalMessageID: String?
  public var sender: Sender?
  public var message: Message?
  public var attachments: [Attachment] = []
  public var buttons: [Button] = []
  /// The other blocks, by their keys.
  public var facets = Facets()
  public var place: Place
  /// Labels: `{platform}:*` are the adapters', `delivery:*` the core's.
  public var tags: [String] = []
  public var timeline: Timeline

  public init(id: EventID, scope: Scope, target: Target, place: Place, timeline: Timeline) {
    self.id = id
    self.scope = scope
    self.target = target
    self.place = place
    self.timeline = timeline
  }
}

extension Event {
  /// To whom and what an event belongs.
  public struct Scope: Hashable, Sendable {
    /// Absent for what happens outside any dialog: community-level events, channel health.
    public var dialog: DialogID?
    public var channel: ChannelID?
    /// The platform of the event; `web` and `ai` for what our side's cabinet or AI made.
    public var platform: Platform?
    /// The tenant.
    public var project: ProjectID?
    /// The person of the other side.
    public var lead: LeadID?
    /// The AI agent that acted or is bound.
    public var agentID: String?
    /// The application behind the event.
    public var appID: String?
    /// The server of a tool call.
    public var mcpServerID: String?
    /// The billing of the AI product.
    public var creditTransactionID: String?

    public init() {}
  }

  /// What an event is about.
  public struct Target: Hashable, Sendable {
    public var type: TargetType
    /// The event id of the row where we have it, else the platform's id.
    public var id: String

    public init(_ type: TargetType, id: String) {
      self.type = type
      self.id = id
    }
  }

  /// Where an event happened, and how to answer it there; community-level events have neither.
  public struct Place: Hashable, Sendable {
    public var sourceContext: SourceContext?
    public var deliveryRef: DeliveryRef?

    public init(sourceContext: SourceContext? = nil, deliveryRef: DeliveryRef? = nil) {
      self.sourceContext = sourceContext
      self.deliveryRef = deliveryRef
    }
  }

  /// What happened, when, and which state of the row this is.
  public struct Timeline: Hashable, Sendable {
    public var action: ActionType
    /// When it happened on the platform.
    public var occurredAt: Timestamp
    /// When we stored it.
    public var createdAt: Timestamp
    /// When the row last changed.
    public var updatedAt: Timestamp
    /// Rises by one with every change of the row; not a schema version.
    public var version: Int64

    public init(_ action: ActionType, occurredAt: Timestamp, recordedAt: Timestamp) {
      self.action = action
      self.occurredAt = occurredAt
      createdAt = recordedAt
      updatedAt = recordedAt
      version = 1
    }
  }
}
