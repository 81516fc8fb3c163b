import JSON

/// What somebody wrote.
public struct Message: Hashable, Sendable {
  /// Plain text for people, never markup.
  public var content: String
  /// The AI model that wrote it.
  public var model: String?
  /// A letter's subject, decoded.
  public var subject: String?
  /// The untrimmed text body of a letter.
  public var rawText: String?
  /// The same text as faithful HTML, where the platform had formatting.
  public var htmlContent: String?
  /// Ours: a JSON array of formatted stretches of `content`, in UTF-16 units.
  public var entities: JSONFragment?

  /// What no member above describes.
  public var more: [JSONMember] = []

  public init(_ content: String) { self.content = content }
}

extension Message: JSONModel {
  public init(from view: JSONView) throws(JSONMismatch) {
    var members = try MemberReader(view)
    content = try members.require("content")
    model = try members.take("model")
    subject = try members.take("subject")
    rawText = try members.take("raw_text")
    htmlContent = try members.take("html_content")
    entities = try members.take("entities")
    more = members.rest
  }

  public func write(to writer: inout JSONWriter) {
    writer.object(carrying: more) {
      $0.member("content", content)
      $0.member("model", model)
      $0.member("subject", subject)
      $0.member("raw_text", rawText)
      $0.member("html_content", htmlContent)
      $0.member("entities", entities)
    }
  }
}
