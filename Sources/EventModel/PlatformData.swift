import JSON

/// A platform's own words, encoded as a member `data_<platform>` beside its siblings; only its adapter looks inside.
public struct PlatformData: Hashable, Sendable {
  public let platform: Platform
  /// A JSON object.
  public let fragment: JSONFragment

  public init(_ platform: Platform, _ fragment: JSONFragment) {
    self.platform = platform
    self.fragment = fragment
  }

  /// Writes the members of the object in place.
  public init(_ platform: Platform, writing members: (inout JSONWriter) -> Void) {
    self.init(platform, .object(members))
  }

  func writeMember(to writer: inout JSONWriter) {
    writer.name(dynamic: "data_" + platform.rawValue)
    writer.value(fragment)
  }
}
