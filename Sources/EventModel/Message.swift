import JSON

/// What somebody wrote.
public struct Message: Hashable, Sendable {
  /// Plain text for people, never markup.
  public var content: String
  /// The AI model that wrote it.
  public var model: String?
  public var subject: String?
  /// The untrimmed text body of a letter.
  public var rawText: String?
  /// The same text as faithful HTML, where the platform had formatting.
  public var htmlContent: String?
  /// Ours: a JSON array of formatted stretches of `content`, in UTF-16 units.
  public var entities: JSONFragment?

  public init(_ content: String) { self.content = content }
}

extension Message: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("content", content)
      $0.member("model", model)
      $0.member("subject", subject)
      $0.member("raw_text", rawText)
      $0.member("html_content", htmlContent)
      $0.member("entities", entities)
    }
  }
}
