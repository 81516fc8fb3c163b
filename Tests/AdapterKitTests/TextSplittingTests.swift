import AdapterKit
import Testing

struct TextSplittingTests {
  @Test(arguments: [
    ("", 10, []), (" \n\t ", 10, []), ("  short  ", 10, ["short"]),
    ("one two three", 8, ["one two", "three"]),
    ("aaaa bbbb\ncc dd", 12, ["aaaa bbbb", "cc dd"]),
    ("aaaaaaa.\n\nb c d", 12, ["aaaaaaa.", "b c d"]),
    ("aaaaaaaa. b c dd", 12, ["aaaaaaaa.", "b c dd"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
  ])
  func cutsAtTheBestBorder(text: String, limit: Int, pieces: [String]) {
    #expect(TextSplitting.pieces(of: text, atMost: limit) == pieces)
  }

  @Test func aTextThatFitsIsOnePiece() {
    let text = String(repeating: "🙂", count: 2048)

    #expect(TextSplitting.pieces(of: text, atMost: 4096) == [text])
    #expect(TextSplitting.pieces(of: text + "🙂", atMost: 4096) == [text, "🙂"])
  }

  @Test func neverCutsWithinACharacter() {
    let family = "👨‍👩‍👧‍👦"
    let pieces = TextSplitting.pieces(of: String(repeating: family, count: 50), atMost: 30)

    #expect(pieces.allSatisfy { $0.utf16.count <= 30 && $0.allSatisfy { String($0) == family } })
    #expect(pieces.map(\.count).reduce(0, +) == 50)
  }

  @Test func aCharacterLongerThanAMessageIsCutBetweenItsScalars() {
    let monster = "a" + String(repeating: "\u{301}", count: 100)

    let pieces = TextSplitting.pieces(of: monster, atMost: 40)

    #expect(pieces.joined().unicodeScalars.count == 101)
    #expect(pieces.allSatisfy { $0.utf16.count <= 40 })
  }

  @Test func losesNothingButWhiteSpace() {
    let text = (0..<2000).map { "word\($0)" + ["", ".", "\n", "\n\n", " —"][$0 % 5] }
      .joined(separator: " ")

    let pieces = TextSplitting.pieces(of: text, atMost: 300)

    #expect(pieces.allSatisfy { (1...300).contains($0.utf16.count) })
    #expect(pieces.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
  }
}
