import JSON

/// What is known of an actor, as the platform shows it.
public struct Profile: Hashable, Sendable {
  /// The first name, or a chat's title.
  public var firstName: String?
  public var lastName: String?
  public var username: String?
  /// A picture through our own proxy, never a link with a token in it.
  public var avatarURL: String?
  public var platform: Platform?
  /// A desk's note on the person.
  public var operatorNotes: String?
  /// The last three only of a space.
  public var spaceKind: String?
  public var spaceType: String?
  public var sourceURL: String?
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(platform: Platform? = nil) { self.platform = platform }

  /// First and last name with a blank between, else the user name.
  public var displayName: String? {
    let names = [firstName, lastName].compactMap(\.self).filter { !$0.isEmpty }
    return names.isEmpty ? username : names.joined(separator: " ")
  }
}

extension Profile: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    firstName = try members.take("first_name")
    lastName = try members.take("last_name")
    username = try members.take("username")
    avatarURL = try members.take("avatar_url")
    platform = try members.take("platform_type")
    operatorNotes = try members.take("operator_notes")
    spaceKind = try members.take("space_kind")
    spaceType = try members.take("space_type")
    sourceURL = try members.take("source_url")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("first_name", firstName)
      $0.member("last_name", lastName)
      $0.member("username", username)
      $0.member("avatar_url", avatarURL)
      $0.member("platform_type", platform)
      $0.member("operator_notes", operatorNotes)
      $0.member("space_kind", spaceKind)
      $0.member("space_type", spaceType)
      $0.member("source_url", sourceURL)
    }
  }
}
