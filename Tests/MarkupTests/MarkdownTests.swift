import AdapterKit
import Markup
import Testing

struct MarkdownTests {
  private typealias Span = RichText.Span

  @Test(
    arguments: [
      ("", "", []),
      ("plain", "plain", []),
      (
        "**b** *i* _i_ __b__", "b i i b",
        [
          Span(.bold, 0..<1), Span(.italic, 2..<3), Span(.italic, 4..<5), Span(.bold, 6..<7),
        ]
      ),
      (
        "🙂 ~~gone~~ ||secret||", "🙂 gone secret",
        [
          Span(.strikethrough, 3..<7), Span(.spoiler, 8..<14),
        ]
      ),
      ("~~**both**~~", "both", [Span(.strikethrough, 0..<4), Span(.bold, 0..<4)]),
      ("`a  *b*`", "a  *b*", [Span(.code, 0..<6)]),
      (
        "[text](https://a.example/?x=1&y)", "text",
        [
          Span(.link(url: "https://a.example/?x=1&y"), 0..<4)
        ]
      ),
      ("<https://a.example>", "https://a.example", [Span(.link(url: "https://a.example"), 0..<17)]),
      (
        "![alt](https://a.example/i.png)", "alt",
        [
          Span(.link(url: "https://a.example/i.png"), 0..<3)
        ]
      ),
      (
        "![](https://a.example/i)", "https://a.example/i",
        [
          Span(.link(url: "https://a.example/i"), 0..<19)
        ]
      ),
      ("# Title #\ntext", "Title\n\ntext", [Span(.bold, 0..<5)]),
      ("> a\n> b\n\nc", "a\nb\n\nc", [Span(.quote(isExpandable: false), 0..<3)]),
      ("a\n\n---\n\nb", "a\n\n———\n\nb", []),
      (
        "```swift x\nlet a = 1\n\n  b\n```\nend", "let a = 1\n\n  b\n\nend",
        [
          Span(.pre(language: "swift"), 0..<14)
        ]
      ),
      ("    indented", "indented", [Span(.pre(language: nil), 0..<8)]),
    ] as [(String, String, [RichText.Span])])
  func reads(markdown: String, plain: String, spans: [RichText.Span]) throws {
    let text = try RichText(markdown: markdown)

    #expect(text.plain == plain)
    #expect(text.spans == spans)
  }

  @Test(arguments: [
    ("- a\n- b", "• a\n• b"),
    ("3. a\n4. b", "3. a\n4. b"),
    ("- a\n  - b\n    1. c\n- d", "• a\n  • b\n    1. c\n• d"),
    ("- a\n\n  b\n\n- c", "• a\n\nb\n• c"),
    ("-\n- b", "• \n• b"),
    ("intro\n- a\n\nend", "intro\n\n• a\n\nend"),
  ])
  func listsAreLines(markdown: String, plain: String) throws {
    #expect(try RichText(markdown: markdown).plain == plain)
  }

  @Test(arguments: [
    ("one\ntwo", "one\ntwo"), ("one  \ntwo", "one\ntwo"), ("one\n\n\n\ntwo", "one\n\ntwo"),
    ("one\r\ntwo", "one\ntwo"),
  ])
  func lineBreaksAreKeptAndParagraphsAreApart(markdown: String, plain: String) throws {
    #expect(try RichText(markdown: markdown).plain == plain)
  }

  @Test(arguments: [
    "a || b || c", "~~~ not a mark", "~~open", "a~~ b ~~c", "~one~", "|||",
  ])
  func marksThatMarkNothingAreText(markdown: String) throws {
    let text = try RichText(markdown: "x " + markdown)

    #expect(text.plain == "x " + markdown)
    #expect(text.isPlain)
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "a <b>bold</b> <!-- x --> c", "<div>\n<b>x",
  ])
  func rawHTMLIsTheTextThatWasWritten(markdown: String) throws {
    let text = try RichText(markdown: markdown)

    #expect(text.plain == markdown)
    #expect(text.isPlain)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
    "/relative", "//host", "relative", "http:", "http:x", "java&#10;script:x",
  ])
  func aLinkThatLeadsNowhereSafeIsItsText(url: String) throws {
    #expect(try RichText(markdown: "[text](<\(url)>)") == "text")
    #expect(try RichText(html: "<a href=\"\(url)\">text</a>") == "text")
  }

  @Test(arguments: ["http://a", "HTTPS://a/b?c#d", "mailto:a@b.example", "tg://user?id=1"])
  func aLinkThatLeadsSomewhereIsKept(url: String) throws {
    let link = RichText("text").formatted(as: .link(url: url))

    #expect(try RichText(markdown: "[text](\(url))") == link)
    #expect(try RichText(html: "<a href=\" \(url)\n\">text</a>") == link)
  }

  @Test func aTextThatIsTooLargeIsRefused() {
    let most = RichText.mostMarkdown

    #expect(throws: Never.self) { try RichText(markdown: String(repeating: "a", count: most)) }
    #expect(throws: MarkupProblem.tooLarge(most: most)) {
      try RichText(markdown: String(repeating: "a", count: most + 1))
    }
    #expect(throws: MarkupProblem.tooManySpans) {
      try RichText(markdown: String(repeating: "*a* ", count: 5001))
    }
    #expect(
      MarkupProblem.tooLarge(most: most).reason(of: "the Markdown")
        == "the Markdown has more than 65536 bytes")
  }
}
