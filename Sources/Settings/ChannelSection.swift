/// One channel's section: what every channel has, and the reader its adapter takes the rest from.
///
/// No key of a platform is named here. What the adapter does not ask `settings` for either is
/// unknown once the configuration is finished.
public struct ChannelSection: Sendable {
  /// What people call the channel.
  public let name: String

  /// Its identity, where it was set by hand.
  public let id: String?

  /// The platform's name.
  public let type: String

  /// The section itself, for the platform's adapter.
  public var settings: SettingsReader

  public init?(reading settings: inout SettingsReader) {
    let name = settings.string("name")
    let id = settings.optionalString("id")
    let type = settings.string("type")
    guard let name, let type else {
      settings.leaveUnchecked()
      return nil
    }
    self.name = name
    self.id = id
    self.type = type
    self.settings = settings
  }
}
