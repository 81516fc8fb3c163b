import JSON

/// Where an event happened, in the platform's terms (FIELDS §4).
public struct SourceContext: Hashable, Sendable {
  /// The discriminator of the platform data; adapters add theirs in extensions of their own.
  public struct Kind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  public var direction: Direction
  public var kind: Kind
  public var data: PlatformData
  /// Only on the event that brought it.
  public var attribution: Attribution?

  public init(
    _ direction: Direction, _ kind: Kind, _ data: PlatformData, attribution: Attribution? = nil
  ) {
    self.direction = direction
    self.kind = kind
    self.data = data
    self.attribution = attribution
  }
}

extension SourceContext: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("direction", direction)
      $0.member("attribution", attribution)
      $0.member("kind", kind)
      data.writeMember(to: &$0)
    }
  }
}

/// Which advertisement or link brought a person.
public struct Attribution: Hashable, Sendable, Codable {
  public var source: String?
  public var medium: String?
  public var campaign: String?
  public var term: String?
  public var content: String?

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case source = "utm_source"
    case medium = "utm_medium"
    case campaign = "utm_campaign"
    case term = "utm_term"
    case content = "utm_content"
  }

  public init() {}

  public var isEmpty: Bool { self == Attribution() }
}

extension Attribution: JSONWritable {
  public func write(to writer: inout JSONWriter) { writer.object { writeMembers(to: &$0) } }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("utm_source", source)
    writer.member("utm_medium", medium)
    writer.member("utm_campaign", campaign)
    writer.member("utm_term", term)
    writer.member("utm_content", content)
  }
}

/// How to answer one event (FIELDS §5); the address of the conversation itself stands on the dialog.
public struct DeliveryRef: Hashable, Sendable, JSONWritable {
  public var data: PlatformData

  public init(_ data: PlatformData) { self.data = data }

  /// The discriminator.
  public var channelType: Platform { data.platform }

  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("channel_type", channelType)
      data.writeMember(to: &$0)
    }
  }
}
