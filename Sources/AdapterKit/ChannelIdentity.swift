/// Who we are on a platform.
public struct ChannelIdentity: Hashable, Sendable {
  /// What the platform calls our account: a group's number, a bot's number, a mailbox.
  public var externalID: String
  /// Its name for people.
  public var name: String?
  /// Its public handle, without `@`.
  public var username: String?
  /// What answers the platform when it asks whether an address is ours, where it asks so.
  public var confirmation: String?

  public init(externalID: String, name: String? = nil, username: String? = nil) {
    self.externalID = externalID
    self.name = name
    self.username = username
  }
}
