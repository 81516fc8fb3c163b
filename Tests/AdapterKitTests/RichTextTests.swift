import AdapterKit
import Testing

struct RichTextTests {
  private typealias Span = RichText.Span

  @Test func spansAreClampedSortedAndNeverEmpty() {
    let text = RichText(
      "hello", spans: [Span(.italic, 3..<3), Span(.code, 2..<90), Span(.bold, -7..<5)])

    #expect(text.spans == [Span(.bold, 0..<5), Span(.code, 2..<5)])
  }

  @Test func aHalfCoveredScalarIsCovered() {
    let text = RichText("a🙂b🙂", spans: [Span(.bold, 2..<3), Span(.italic, 4..<5)])

    #expect(text.length == 6)
    #expect(text.spans == [Span(.bold, 1..<3), Span(.italic, 4..<6)])
  }

  @Test func crossingSpansAreCutInTwo() {
    let text = RichText("0123456789", spans: [Span(.italic, 3..<9), Span(.bold, 0..<6)])

    #expect(text.spans == [Span(.bold, 0..<6), Span(.italic, 3..<6), Span(.italic, 6..<9)])
  }

  @Test func whatIsCutOpensInOrderWithWhatBeginsThere() {
    let text = RichText(
      "0123456789", spans: [Span(.bold, 0..<4), Span(.italic, 2..<6), Span(.code, 4..<9)])

    #expect(
      text.spans == [
        Span(.bold, 0..<4), Span(.italic, 2..<4), Span(.code, 4..<9), Span(.italic, 4..<6),
      ])
  }

  @Test func aKindWithinItselfSaysNothing() {
    let text = RichText("0123456789", spans: [Span(.bold, 0..<5), Span(.bold, 3..<8)])

    #expect(text.spans == [Span(.bold, 0..<5), Span(.bold, 5..<8)])
  }

  @Test func appendingMovesTheSpansOfWhatIsAppended() {
    var text = RichText("🙂 ") + RichText("bold").formatted(as: .bold)
    text.append("!")

    #expect(text == RichText("🙂 bold!", spans: [Span(.bold, 3..<7)]))
    #expect(text.length == 8)
  }

  @Test func aPartHasThePartsOfItsSpans() {
    let text = RichText("one two", spans: [Span(.bold, 0..<7), Span(.italic, 4..<7)])

    #expect(text[2..<5] == RichText("e t", spans: [Span(.bold, 0..<3), Span(.italic, 2..<3)]))
    #expect(text[0..<3] == RichText("one", spans: [Span(.bold, 0..<3)]))
    #expect(RichText("a🙂b")[2..<4] == "b")
    #expect(RichText("🙂")[1..<2] == "")
  }

  @Test func aPrefixIsOfWholeCharacters() {
    let text = RichText("ae\u{301}b", spans: [Span(.bold, 0..<4)])

    #expect(text.prefix(2) == RichText("a", spans: [Span(.bold, 0..<1)]))
    #expect(text.prefix(3).length == 3)
    #expect(text.prefix(9) == text)
    #expect(text.prefix(-1) == "")
  }

  @Test func trimmingMovesTheSpans() {
    let text = RichText(" \n a b\t", spans: [Span(.bold, 0..<4), Span(.code, 5..<7)])

    #expect(text.trimmed == RichText("a b", spans: [Span(.bold, 0..<1), Span(.code, 2..<3)]))
    #expect(RichText(" \n ").trimmed == "")
  }

  @Test func spansWithoutEndAreLeftOut() {
    let crossing = (0..<1000).map { Span(.link(url: "\($0)"), $0..<$0 + 1000) }
    let text = RichText(String(repeating: "x", count: 2000), spans: crossing)

    #expect(text.spans.count <= RichText.mostSpans)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func anySpansComeInOrder(seed: UInt64) {
    var random = SeededGenerator(seed)
    let text = RichText.random(using: &random)

    for (first, second) in zip(text.spans, text.spans.dropFirst()) {
      #expect(
        (first.range.lowerBound, second.range.upperBound)
          <= (second.range.lowerBound, first.range.upperBound))
    }
    for first in text.spans {
      #expect(0 <= first.range.lowerBound && first.range.upperBound <= text.length)
      #expect(!first.range.isEmpty)
      for second in text.spans {
        let common = first.range.clamped(to: second.range)
        #expect(common.isEmpty || common == first.range || common == second.range)
      }
    }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func orderingSpansChangesNoCharactersFormatting(seed: UInt64) {
    var random = SeededGenerator(seed)
    let (plain, spans) = RichText.randomParts(using: &random)
    let text = RichText(plain, spans: spans)

    for kind in Set(spans.map(\.kind)) {
      let wanted = Set(spans.filter { $0.kind == kind }.flatMap(\.range))
      #expect(Set(text.spans.filter { $0.kind == kind }.flatMap(\.range)) == wanted)
    }
  }
}
