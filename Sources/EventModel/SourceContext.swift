import JSON

/// Where an event happened, in the platform's terms (FIELDS §4).
public struct SourceContext: Hashable, Sendable {
  /// The discriminator of the platform data; adapters add theirs in extensions of their own.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  /// From which side it came.
  public var direction: Direction
  public var kind: Kind
  /// The identifiers of the place and of who acted there.
  public var data: PlatformData
  /// Only on the event that brought it.
  public var attribution: Attribution?
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(
    _ direction: Direction, _ kind: Kind, _ data: PlatformData, attribution: Attribution? = nil
  ) {
    self.direction = direction
    self.kind = kind
    self.data = data
    self.attribution = attribution
  }
}

extension SourceContext: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    direction = try members.require("direction")
    kind = try members.require("kind")
    attribution = try members.take("attribution")
    data = PlatformData(takenFrom: &members)
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("direction", direction)
      $0.member("attribution", attribution)
      $0.member("kind", kind)
      data.writeMember(to: &$0)
    }
  }
}
