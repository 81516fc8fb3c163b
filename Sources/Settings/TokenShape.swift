/// Tells by its shape whether a word was made by a machine to be kept secret.
enum TokenShape {
  private static let prefixes = ["vk1.a.", "whsec_", "sk-", "xoxb-", "ghp_"]
  private static let shortestUnmarked = 24

  /// Whether a value is a token, and not a reference to one.
  static func isLiteralToken(_ text: String) -> Bool { !text.contains("${") && isToken(text[...]) }

  /// Whether a word looks like a token of a platform, or is long and mixes letters with digits.
  static func isToken(_ word: Substring) -> Bool {
    if prefixes.contains(where: { word.hasPrefix($0) && word.count >= $0.count + 12 }) {
      return true
    }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2, parts[0].count >= 6, parts[0].allSatisfy(\.isNumber) {
      return parts[1].count >= shortestUnmarked && parts[1].allSatisfy(isTokenLetter)
    }
    return word.count >= shortestUnmarked && word.allSatisfy(isTokenLetter)
      && word.contains(where: \.isNumber) && word.contains(where: \.isLetter) && !isUUID(word)
  }

  /// Whether a token of a platform may hold this character.
  static func isTokenLetter(_ character: Character) -> Bool {
    character.isASCII
      && (character.isLetter || character.isNumber || character == "_" || character == "-")
  }

  private static func isUUID(_ word: Substring) -> Bool {
    word.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
  }
}
