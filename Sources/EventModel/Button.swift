import JSON

/// One key of a keyboard, in the flat form (FIELDS §8).
public struct Button: Hashable, Sendable, Codable {
  public var text: String
  public var callbackData: String?
  public var row: Int64?
  public var url: String?
  /// Ours: default, primary, positive or negative.
  public var style: String?

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case text
    case callbackData = "callback_data"
    case row, url, style
  }

  public init(_ text: String) { self.text = text }
}

extension Button: JSONWritable {
  public func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("text", text)
      $0.member("callback_data", callbackData)
      $0.member("row", row)
      $0.member("url", url)
      $0.member("style", style)
    }
  }
}
