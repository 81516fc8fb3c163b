import JSON

/// Which advertisement or link brought a person.
public struct Attribution: Hashable, Sendable, Codable {
  public var source: String?
  public var medium: String?
  public var campaign: String?
  public var term: String?
  public var content: String?
  /// What no member above describes; not when it stands among the members of another object.
  public var more: [JSONMember] = []

  public enum CodingKeys: String, CodingKey {
    case source = "utm_source"
    case medium = "utm_medium"
    case campaign = "utm_campaign"
    case term = "utm_term"
    case content = "utm_content"
  }

  public init() {}

  public var isEmpty: Bool { self == Attribution() }
}

extension Attribution: JSONReadable, JSONWritable {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    try self.init(takenFrom: &members)
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) { writeMembers(to: &$0) }
  }

  init(takenFrom members: inout MemberReader) throws(JSONMismatch) {
    source = try members.take("utm_source")
    medium = try members.take("utm_medium")
    campaign = try members.take("utm_campaign")
    term = try members.take("utm_term")
    content = try members.take("utm_content")
  }

  func writeMembers(to writer: inout JSONWriter) {
    writer.member("utm_source", source)
    writer.member("utm_medium", medium)
    writer.member("utm_campaign", campaign)
    writer.member("utm_term", term)
    writer.member("utm_content", content)
  }
}
