import JSON

/// How far an edit or a deletion of ours has come on the platform (FIELDS §10).
public struct PlatformAction: Facet {
  /// How far it is.
  public var state: State
  /// Whether the platform has to be changed at all.
  public var required: Bool
  /// Technical words, without secrets.
  public var error: String?
  /// Why it is in that state.
  public var reason: Reason?
  /// Which platform it is about.
  public var channelType: Platform?
  public var requestedAt: Timestamp?
  public var updatedAt: Timestamp?

  public init(state: State, required: Bool) {
    self.state = state
    self.required = required
  }

  public enum CodingKeys: String, CodingKey {
    case state, required, error, reason
    case channelType = "channel_type"
    case requestedAt = "requested_at"
    case updatedAt = "updated_at"
  }
}

extension PlatformAction {
  /// How far it is.
  public struct State: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let pending: Self = "pending"
    public static let succeeded: Self = "succeeded"
    public static let failed: Self = "failed"
    public static let notRequired: Self = "not_required"
  }

  /// Why it is no further.
  public struct Reason: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let notSupported: Self = "channel_not_supported_for_platform_action"
    public static let missingExternalID: Self = "missing_external_message_id"
    public static let editedOnSource: Self = "edited_on_source_platform"
    public static let notNeeded: Self = "platform_action_not_required"
    public static let failed: Self = "platform_action_failed"
    public static let notAttempted: Self = "platform_action_not_attempted"
  }
}
