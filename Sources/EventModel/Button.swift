import JSON

/// One key of a keyboard, in the flat form (FIELDS §8).
public struct Button: Hashable, Sendable {
  /// The caption.
  public var text: String
  /// What comes back with a press.
  public var callbackData: String?
  /// Equal rows share a line.
  public var row: Int64?
  /// Where a link button leads.
  public var url: String?
  /// Ours: default, primary, positive or negative.
  public var style: String?
  /// What no member above describes: the nested form `action` …
  public var more: [JSONMember] = []

  public init(_ text: String) { self.text = text }
}

extension Button: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    text = try members.require("text")
    callbackData = try members.take("callback_data")
    row = try members.take("row")
    url = try members.take("url")
    style = try members.take("style")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("text", text)
      $0.member("callback_data", callbackData)
      $0.member("row", row)
      $0.member("url", url)
      $0.member("style", style)
    }
  }
}
