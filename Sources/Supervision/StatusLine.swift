/// A text that systemd shows beside the service: one line.
package struct StatusLine: Sendable, Hashable, CustomStringConvertible {
  /// systemd itself cuts nothing, but nobody reads more than that.
  static let longest = 512

  package let description: String

  /// Nil if the text has a line break or another control character, with which it could pass for
  /// several notices, or is longer than anybody reads.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.longest, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    description = text
  }
}
