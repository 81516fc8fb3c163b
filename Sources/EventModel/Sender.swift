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
  /// What the platform shows of the actor.
  public var profile: Profile?
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(_ kind: Kind, id: String? = nil, externalID: String? = nil, profile: Profile? = nil) {
    self.id = id
    self.kind = kind
    self.externalID = externalID
    self.profile = profile
  }

  /// channeld itself.
  public static let system = Sender(.system, id: "channeld")
}

extension Sender: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    kind = try members.require("type")
    id = try members.take("id")
    externalID = try members.take("external_id")
    profile = try members.take("profile")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("id", id)
      $0.member("type", kind)
      $0.member("external_id", externalID)
      $0.member("profile", profile)
    }
  }
}
