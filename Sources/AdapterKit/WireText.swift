/// Text that may become part of a protocol line: without control characters, so that nobody writes
/// a second line with it.
///
/// libcurl 7.88 sends CR and LF as they are in addresses, headers, verbs and logins; this is the
/// one gate before it.
public struct WireText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  public let text: String

  /// Refuses C0 controls and DEL.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    self.text = text
  }

  /// A literal of ours.
  public init(stringLiteral value: StaticString) {
    self.text = value.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
  }

  public var description: String { text }
}
