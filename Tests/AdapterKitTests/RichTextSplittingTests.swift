import AdapterKit
import Testing

struct RichTextSplittingTests {
  private typealias Span = RichText.Span

  @Test func aLinkThatDoesNotFitBeginsTheNextPiece() {
    let text = RichText("see (the long page) now", spans: [Span(.link(url: "u"), 5..<18)])

    let pieces = TextSplitting.pieces(of: text, atMost: 15)

    #expect(
      pieces == ["see", RichText("(the long page)", spans: [Span(.link(url: "u"), 1..<14)]), "now"])
  }

  @Test(
    arguments: [
      .mention(userID: "1"), .customEmoji(id: "2"), .code, .link(url: "u"),
    ] as [RichText.Kind])
  func staysWhole(kind: RichText.Kind) {
    let text = RichText("aaaa bbbb cccc", spans: [Span(kind, 5..<14)])

    #expect(
      TextSplitting.pieces(of: text, atMost: 12)
        == ["aaaa", RichText("bbbb cccc", spans: [Span(kind, 0..<9)])])
  }

  @Test(
    arguments: [
      .bold, .pre(language: "c"), .quote(isExpandable: true), .spoiler,
    ] as [RichText.Kind])
  func goesOnInTheNextPiece(kind: RichText.Kind) {
    let text = RichText("aaaa bbbb cccc", spans: [Span(kind, 5..<14)])

    #expect(
      TextSplitting.pieces(of: text, atMost: 12) == [
        RichText("aaaa bbbb", spans: [Span(kind, 5..<9)]),
        RichText("cccc", spans: [Span(kind, 0..<4)]),
      ])
  }

  @Test func aLinkLongerThanAMessageIsCutBetweenItsWords() {
    let words = RichText("one two three").formatted(as: .link(url: "u"))

    let pieces = TextSplitting.pieces(of: "so " + words, atMost: 9)

    #expect(pieces.map(\.plain) == ["so one", "two three"])
    #expect(pieces.first?.spans == [Span(.link(url: "u"), 3..<6)])
    #expect(pieces.dropFirst().allSatisfy { $0.spans == [Span(.link(url: "u"), 0..<$0.length)] })
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func everyCharacterKeepsItsFormatting(seed: UInt64) {
    var random = SeededGenerator(seed)
    let text = RichText.random(using: &random)

    let pieces = TextSplitting.pieces(of: text, atMost: Int.random(in: 2...80, using: &random))

    #expect(pieces.flatMap(\.formattedScalars) == text.formattedScalars)
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func piecesFitAndCutNoCharacterAndNoLink(seed: UInt64) {
    var random = SeededGenerator(seed)
    let text = RichText.randomWithLinks(using: &random)
    let limit = Int.random(in: 11...80, using: &random)

    let pieces = TextSplitting.pieces(of: text, atMost: limit)

    #expect(
      pieces.allSatisfy { (1...limit).contains($0.length) && $0.length == $0.plain.utf16.count })
    let seen = pieces.flatMap(\.plain).filter { !$0.isWhitespace }
    #expect(seen == text.plain.filter { !$0.isWhitespace }.map(\.self))
    // The piece of every scalar that is no white space.
    let piece = pieces.enumerated().flatMap { number, piece in
      piece.formattedScalars.map { _ in number }
    }
    for span in text.spans where span.kind.isLink && span.range.count <= limit {
      let before = text[0..<span.range.lowerBound].formattedScalars.count
      let within = text[span.range].formattedScalars.count
      #expect(Set(piece.dropFirst(before).prefix(within)).count <= 1, "\(span)")
    }
  }

  @Test func aLongTextWithManyLinksIsCutInGoodTime() {
    let one = RichText("слово ") + RichText("ссылка").formatted(as: .link(url: "u")) + ". "
    let text = (0..<4000).reduce(into: RichText("")) { text, _ in text.append(one) }

    let pieces = ContinuousClock().measure {
      #expect(TextSplitting.pieces(of: text, atMost: 4096).count == 14)
    }

    #expect(pieces < .seconds(20))
  }
}

extension RichText {
  fileprivate struct FormattedScalar: Hashable {
    let scalar: Unicode.Scalar
    let kinds: [Kind]
  }

  /// Every scalar but white space, with what it is in.
  fileprivate var formattedScalars: [FormattedScalar] {
    var offset = 0
    return plain.unicodeScalars.compactMap { scalar in
      let at = offset
      offset += UTF16.width(scalar)
      guard !scalar.properties.isWhitespace else { return nil }
      return FormattedScalar(
        scalar: scalar, kinds: spans.filter { $0.range.contains(at) }.map(\.kind))
    }
  }
}

extension RichText.Kind {
  fileprivate var isLink: Bool {
    if case .link = self { true } else { false }
  }
}
