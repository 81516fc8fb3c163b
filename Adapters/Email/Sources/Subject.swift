/// The subject of an answer.
enum Subject {
  /// What mail programs put in front, in small letters; words that begin real subjects are not
  /// among them.
  private static let prefixes: Set = [
    "re", "fw", "fwd", "отв", "ответ", "пер", "перес", "пересл", "відп", "адк", "жауап", "aw",
    "antw", "antwort", "wg", "réf", "rép", "ré", "resp", "rif", "odp", "válasz", "ynt", "sv",
    "atb", "ats", "απ", "回复", "答复", "返信", "转发", "転送", "회신", "답장",
  ]
  private static let mostPrefixes = 20
  private static let longestPrefix = 12

  /// One `Re: ` before what is left without prefixes.
  static func answer(to subject: String) -> String {
    var rest = subject[...]
    for _ in 0..<mostPrefixes {
      guard let stripped = withoutPrefix(rest) else { break }
      rest = stripped
    }
    return "Re: " + rest
  }

  /// Behind `Re:`, `RE[2]:`, `Ответ(3) :`; nil when the text begins otherwise.
  private static func withoutPrefix(_ text: Substring) -> Substring? {
    let text = text.drop(while: \.isWhitespace)
    guard let colon = text.prefix(longestPrefix).firstIndex(where: { $0 == ":" || $0 == "：" })
    else { return nil }
    let word = text[..<colon].prefix { $0.isLetter }
    let counter = text[word.endIndex..<colon]
    let isCounter = counter.allSatisfy { $0.isNumber || $0.isWhitespace || "[]()^*".contains($0) }
    guard isCounter, prefixes.contains(word.lowercased()) else { return nil }
    return text[colon...].dropFirst().drop(while: \.isWhitespace)
  }
}
