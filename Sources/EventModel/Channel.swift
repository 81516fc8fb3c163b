/// Our account on a platform, as a page of events shows it.
public struct Channel: Hashable, Sendable {
  public var id: ChannelID
  public var name: String
  public var platform: Platform
  /// What the platform calls our account.
  public var externalID: String
  public var avatarURL: String?
  /// Not paused and healthy enough to send.
  public var isActive: Bool

  public init(id: ChannelID, name: String, platform: Platform, externalID: String, isActive: Bool) {
    self.id = id
    self.name = name
    self.platform = platform
    self.externalID = externalID
    self.isActive = isActive
  }
}
