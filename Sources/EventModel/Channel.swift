import JSON

/// Our account on a platform, as a page of events shows it.
public struct Channel: Hashable, Sendable {
  public var id: ChannelID
  /// Empty when it is not known.
  public var name: String
  public var platform: Platform
  /// What the platform calls our account; empty when it is not known.
  public var externalID: String
  /// A picture through our own proxy.
  public var avatarURL: String?
  /// Not paused and healthy enough to send.
  public var isActive: Bool
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(id: ChannelID, name: String, platform: Platform, externalID: String, isActive: Bool) {
    self.id = id
    self.name = name
    self.platform = platform
    self.externalID = externalID
    self.isActive = isActive
  }
}

extension Channel: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    id = try members.require("id")
    name = try members.take("name") ?? ""
    platform = try members.take("type") ?? ""
    externalID = try members.take("external_id") ?? ""
    avatarURL = try members.take("avatar_url")
    isActive = try members.require("is_active")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("id", id)
      if !name.isEmpty { $0.member("name", name) }
      if !platform.rawValue.isEmpty { $0.member("type", platform) }
      if !externalID.isEmpty { $0.member("external_id", externalID) }
      $0.member("avatar_url", avatarURL)
      $0.member("is_active", isActive)
    }
  }
}
