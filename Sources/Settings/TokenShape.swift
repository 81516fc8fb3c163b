/// Tells by its shape whether a word was made by a machine to be kept secret.
enum TokenShape {
  private static let prefixes = ["vk1.a.", "whsec_", "sk-", "xoxb-", "ghp_"]
  private static let shortestTail = 12
  private static let shortest = 24

  /// Whether a value is a token, and not a reference to one.
  static func isLiteralToken(_ text: String) -> Bool { !text.contains("${") && isToken(text[...]) }

  /// Whether a word begins like a platform's token, or is long and mixes digits with letters as
  /// no word does: in both cases, or hexadecimal.
  static func isToken(_ word: Substring) -> Bool {
    if prefixes.contains(where: { word.hasPrefix($0) && word.count >= $0.count + shortestTail }) {
      return true
    }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0].count >= 6, parts[0].allSatisfy(\.isNumber) {
      return parts[1].count >= shortest && parts[1].utf8.allSatisfy(isTokenByte)
    }
    guard word.utf8.count >= shortest, word.utf8.allSatisfy(isTokenByte) else { return false }
    let isMixed = word.contains(where: \.isUppercase) && word.contains(where: \.isLowercase)
    return word.contains(where: \.isNumber) && (isMixed || word.allSatisfy(\.isHexDigit))
  }

  /// Whether a token may hold this byte.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
