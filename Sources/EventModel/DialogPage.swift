import JSON

/// The answer to a list of dialogs, and to "create or find a dialog".
public struct DialogPage<Item: JSONModel> {
  public var dialogs: [Item]
  /// Whether this call made the dialog.
  public var created: Bool
  /// Whether a further dialog may be opened for the same contact.
  public var canCreateMore: Bool
  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(_ dialogs: [Item], created: Bool, canCreateMore: Bool) {
    self.dialogs = dialogs
    self.created = created
    self.canCreateMore = canCreateMore
  }
}

extension DialogPage: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    dialogs = try members.require("dialogs")
    created = try members.require("created")
    canCreateMore = try members.require("can_create_more")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("dialogs", dialogs)
      $0.member("created", created)
      $0.member("can_create_more", canCreateMore)
    }
  }
}
