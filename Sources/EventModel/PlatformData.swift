import JSON

/// A platform's own words, encoded as a member `data_<platform>` beside its siblings; only its
/// adapter looks inside. Without a platform there is no such member.
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

  /// Takes the first member whose name begins with `data_`; an object without one has none.
  init(takenFrom members: inout MemberReader) {
    let taken = members.take(prefix: "data_")
    self.init(Platform(rawValue: taken?.suffix ?? ""), taken?.value ?? .object { _ in })
  }

  func writeMember(to writer: inout JSONWriter) {
    guard !platform.rawValue.isEmpty else { return }
    writer.name(dynamic: "data_" + platform.rawValue)
    writer.value(fragment)
  }
}
