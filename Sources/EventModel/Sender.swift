import JSON

/// Who acted (FIELDS §3).
public struct Sender: Hashable, Sendable {
  /// The class of an actor.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A person of the other side.
    public static let lead: Self = "lead"
    /// An operator who answered through our API.
    public static let user: Self = "user"
    public static let admin: Self = "admin"
    /// An AI agent.
    public static let assistant: Self = "assistant"
    /// channeld itself, and whatever names no actor on the wire.
    public static let system: Self = "system"
    /// A human of our side who answered natively.
    public static let externalOperator: Self = "external_operator"
    /// Our community, bot or mailbox as such.
    public static let channel: Self = "channel"
    /// Another community or channel.
    public static let externalChannel: Self = "external_channel"
    /// The group or channel itself.
    public static let space: Self = "space"
  }

  /// Our identifier of the actor, by kind; an adapter leaves it nil, the ledger fills it.
  public var id: String?
  public var kind: Kind
  /// The platform's identifier of the actor.
  public var externalID: String?
  public var profile: Profile?

  public init(_ kind: Kind, id: String? = nil, externalID: String? = nil, profile: Profile? = nil) {
    self.id = id
    self.kind = kind
    self.externalID = externalID
    self.profile = profile
  }

  /// channeld itself.
  public static let system = Sender(.system, id: "channeld")
}

extension Sender: Codable, JSONWritable {
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case id
    case kind = "type"
    case externalID = "external_id"
    case profile
  }

  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("id", id)
      $0.member("type", kind)
      $0.member("external_id", externalID)
      $0.member("profile", profile)
    }
  }
}

/// What is known of an actor, as the platform shows it.
public struct Profile: Hashable, Sendable {
  public var firstName: String?
  public var lastName: String?
  public var username: String?
  public var avatarURL: String?
  public var platform: Platform?
  public var operatorNotes: String?
  /// The last three only of a space.
  public var spaceKind: String?
  public var spaceType: String?
  public var sourceURL: String?

  public init(platform: Platform? = nil) { self.platform = platform }

  /// First and last name with a blank between, else the user name.
  public var displayName: String? {
    let names = [firstName, lastName].compactMap(\.self).filter { !$0.isEmpty }
    return names.isEmpty ? username : names.joined(separator: " ")
  }
}

extension Profile: Codable, JSONWritable {
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case firstName = "first_name"
    case lastName = "last_name"
    case username
    case avatarURL = "avatar_url"
    case platform = "platform_type"
    case operatorNotes = "operator_notes"
    case spaceKind = "space_kind"
    case spaceType = "space_type"
    case sourceURL = "source_url"
  }

  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("first_name", firstName)
      $0.member("last_name", lastName)
      $0.member("username", username)
      $0.member("avatar_url", avatarURL)
      $0.member("platform_type", platform)
      $0.member("operator_notes", operatorNotes)
      $0.member("space_kind", spaceKind)
      $0.member("space_type", spaceType)
      $0.member("source_url", sourceURL)
    }
  }
}
