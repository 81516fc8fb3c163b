/// The address of a person or desk.
enum EmailAddress {
  private static let longest = 320

  /// The address when it may stand in a protocol line: printable, one `@` with something on both
  /// sides, no `<` or `>`.
  static func valid(_ text: String) -> String? {
    let pieces = text.split(separator: "@", omittingEmptySubsequences: false)
    guard pieces.count == 2, pieces.allSatisfy({ !$0.isEmpty }), text.utf8.count <= longest,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x3C && $0 != 0x3E })
    else { return nil }
    return text
  }

  /// By which two spellings of an address are one person.
  static func key(_ address: String) -> String { address.lowercased() }
}
