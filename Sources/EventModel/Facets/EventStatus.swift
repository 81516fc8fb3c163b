import JSON

/// How far a message is on its way to the other side and back.
public struct EventStatus: SparseFacet {
  public var delivery: Delivery?
  public var read: Read?
  public var deletion: Deletion?
  public var sending: Sending?

  public init() {}

  public enum CodingKeys: String, CodingKey {
    case delivery, read, deletion, sending
  }
}

extension EventStatus {
  /// Whether it reached the person's device or mailbox, as far as the platform says.
  public struct Delivery: SparseFacet {
    /// Of letters only by a delivery notice: an accepted letter is sent, not delivered.
    public var isDelivered: Bool?
    /// The time the platform gave.
    public var deliveredAt: Timestamp?
    /// Whether it failed for good.
    public var failed: Bool?
    public var failedAt: Timestamp?
    /// The kind of the error that ended it.
    public var failureReason: EventError.Kind?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isDelivered = "is_delivered"
      case deliveredAt = "delivered_at"
      case failed
      case failedAt = "failed_at"
      case failureReason = "failure_reason"
    }
  }

  /// Whether the other side has read it.
  public struct Read: SparseFacet {
    /// Inbound: by our side; outbound: by the person.
    public var isRead: Bool?
    public var readAt: Timestamp?
    /// Who says so: `operator:{id}`, `lead:{id}`, `platform:{name}`.
    public var markedBy: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isRead = "is_read"
      case readAt = "read_at"
      case markedBy = "marked_by"
    }
  }

  /// Whether it was deleted.
  public struct Deletion: SparseFacet {
    /// On the platform, or by our own call.
    public var isDeleted: Bool?
    public var deletedAt: Timestamp?
    /// Who did it: `{kind}:{id}`.
    public var deletedBy: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case isDeleted = "is_deleted"
      case deletedAt = "deleted_at"
      case deletedBy = "deleted_by"
    }
  }

  /// How far a message of ours is in the outbox (FIELDS §10).
  public struct Sending: SparseFacet {
    public var status: State?
    /// Words for people.
    public var errorUserMessage: String?
    /// Technical words, without secrets.
    public var errorInternal: String?

    public init() {}

    public enum CodingKeys: String, CodingKey {
      case status
      case errorUserMessage = "error_user_message"
      case errorInternal = "error_internal"
    }
  }
}

extension EventStatus.Sending {
  /// A step of sending.
  public struct State: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let queued: Self = "queued"
    public static let uploadingAttachments: Self = "uploading_attachments"
    public static let sendingToPlatform: Self = "sending_to_platform"
    public static let sent: Self = "sent"
    public static let failed: Self = "failed"
  }
}

extension FacetKey<EventStatus> {
  public static var status: Self { Self("status") }
}
