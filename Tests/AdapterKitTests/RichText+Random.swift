import AdapterKit

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension RichText {
  private static let atoms = [
    "a", "Б", "word", "слово", " ", " ", " ", "\n", "\n\n", ". ", "🙂", "👨‍👩‍👧‍👦", "e\u{301}", "🇷🇺",
  ]

  private static let kinds: [Kind] = [
    .bold, .italic, .underline, .strikethrough, .spoiler, .code, .pre(language: "swift"),
    .link(url: "https://a.example"), .mention(userID: "7"), .quote(isExpandable: false),
    .customEmoji(id: "9"),
  ]

  static func random(using random: inout SeededGenerator) -> RichText {
    let (plain, spans) = randomParts(using: &random)
    return RichText(plain, spans: spans)
  }

  /// A text of everyday and odd characters, and spans between its scalars.
  static func randomParts(using random: inout SeededGenerator) -> (String, [Span]) {
    let plain = randomPlain(using: &random)
    let borders = plain.unicodeScalars.indices.map { $0.utf16Offset(in: plain) }
    let spans = (0..<Int.random(in: 0...12, using: &random)).map { _ in
      let kind = kinds.randomElement(using: &random) ?? .bold
      return Span(kind, randomRange(between: borders, using: &random))
    }
    return (plain, spans)
  }

  /// Such a text with spans between its characters; every link leads elsewhere.
  static func randomWithLinks(using random: inout SeededGenerator) -> RichText {
    let plain = randomPlain(using: &random)
    let borders = plain.indices.map { $0.utf16Offset(in: plain) }
    let spans = (0..<Int.random(in: 0...12, using: &random)).map { number in
      let kind = [.bold, .pre(language: nil), .link(url: "\(number)")][number % 3] as Kind
      return Span(kind, randomRange(between: borders, using: &random))
    }
    return RichText(plain, spans: spans)
  }

  private static func randomPlain(using random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...120, using: &random))
      .map { _ in atoms.randomElement(using: &random) ?? "" }.joined()
  }

  private static func randomRange(
    between borders: [Int], using random: inout SeededGenerator
  ) -> Range<Int> {
    let a = borders.randomElement(using: &random) ?? 0
    let b = borders.randomElement(using: &random) ?? 0
    return min(a, b)..<max(a, b)
  }
}
