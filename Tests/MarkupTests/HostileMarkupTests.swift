import AdapterKit
import Markup
import Testing

/// What is written to hurt is read or refused, soon.
@Suite(.serialized) struct HostileMarkupTests {
  @Test(arguments: [
    "<div>", "<b>", "<b><p>", "<a href=http://x>", "<table>", "<table><tr><td>", "</p>", "<p></b>",
    "<li><ul>", "<!--", "&amp", "&#0;", "<svg><foreignObject>", "<template>", "<select><option>",
    "<form><button>", "<i><div>x</i>", "<frameset>", "<![CDATA[", "<plaintext>", "<ruby><rt>",
  ])
  func oneTagWithoutEndIsReadOrRefused(tag: String) {
    expectEnd(of: String(repeating: tag, count: RichText.mostHTML / tag.utf8.count)) {
      try RichText(html: $0)
    }
  }

  @Test func formattingThatIsOpenedAgainInEveryParagraphIsRefused() {
    let open = (0..<9000).map { "<b a\($0)>" }.joined()

    expectEnd(of: "<p>" + open + String(repeating: "</p>x<p>", count: 15000)) {
      try RichText(html: $0)
    }
  }

  @Test func aTagOfNothingButAttributesIsReadOrRefused() {
    let attributes = (0..<30000).map { "a\($0)=1" }.joined(separator: " ")

    expectEnd(of: "<b \(attributes.prefix(RichText.mostHTML - 100))>x") { try RichText(html: $0) }
  }

  @Test(arguments: [
    ">", "> ", "- ", "1. ", "[", "![", "![[]()", "*a ", "**a_", "_a **b ", "`", "`a``", "<", "<a ",
    "&", "\\", "[a](", "[a]: b\n", "[a][", "a\n", "~~a ", "||a ~~", "||a||", "<!--", "<?", "\n- ",
    "*_", "[](<", "http://", "\t", "> a\n", "![a](<b", "***a",
  ])
  func oneMarkWithoutEndIsReadOrRefused(mark: String) {
    expectEnd(of: String(repeating: mark, count: RichText.mostMarkdown / mark.utf8.count)) {
      try RichText(markdown: $0)
    }
  }

  @Test func deepQuotesOverManyLinesAreReadOrRefused() {
    let deep = String(repeating: ">", count: 20_000) + "a\n"
    let nested = (0..<300).map { String(repeating: " ", count: $0) + "- a\n" }.joined()

    expectEnd(of: deep + String(repeating: "a\n", count: 20_000)) { try RichText(markdown: $0) }
    expectEnd(of: nested) { try RichText(markdown: $0) }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func anyMarkupIsReadOrRefused(seed: UInt64) {
    var random = SeededGenerator(seed)
    let parts = Self.parts
    for _ in 0..<20 {
      let text = (0..<Int.random(in: 1...60, using: &random))
        .map { _ in parts.randomElement(using: &random) ?? "" }.joined()
      expectOrder(of: try? RichText(html: text), text)
      expectOrder(of: try? RichText(markdown: text), text)
    }
  }

  /// What `RichText.html` writes is read as what it was written from.
  @Test(arguments: 0..<300 as Range<UInt64>)
  func ourOwnHTMLIsReadAsItWasMeant(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    var text = RichText("")
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      var word = RichText(Self.words.randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        word = word.formatted(as: Self.kinds.randomElement(using: &random) ?? .bold)
      }
      text.append(text.isEmpty ? word : RichText(Bool.random(using: &random) ? " " : "\n\n") + word)
    }

    let read = try RichText(html: text.html)

    #expect(read.plain == text.plain, "\(text.html)")
    #expect(read.html == text.html)
  }

  private static let words = ["a", "<&\">", "🙂 б", "e\u{301}", "two\nlines", "1 2 3"]

  private static let kinds: [RichText.Kind] = [
    .bold, .italic, .underline, .strikethrough, .spoiler, .mention(userID: "7"),
    .link(url: "https://a.example/?a&b"), .customEmoji(id: "9"),
  ]

  private static let parts = [
    "<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<pre>", "</pre>", "<code>", "</code>", "<ul>",
    "<ol start=-5>", "</ol>", "<li>", "<a href='https://x'>", "<a href=javascript:x>", "</a>",
    "<table>", "<td>", "</table>", "<blockquote>", "</blockquote>", "<br>", "<hr>", "<img alt=x>",
    "<span class=spoiler>", "</span>", "<tg-emoji emoji-id=1>", "<script>", "</script>", "<!--",
    "-->", "&nbsp;", "&#xD83D;", "&lt", "<", ">", "\"", "'", "\u{0}", "\u{FFFD}", "\u{301}",
    "\u{200D}", "🙂", "👨‍👩‍👧", "a", " ", "  ", "\n", "\n\n", "\r\n", "\t", "**", "*", "_", "__", "~~",
    "||", "`", "```\n", "```c\n", "> ", "- ", "1. ", "99999999999. ", "# ", "[", "](", ")", "![",
    "](https://x)", "<https://x>", "\\", "---\n", "    ",
  ]

  private func expectOrder(of text: RichText?, _ source: String) {
    guard let text else { return }
    #expect(RichText(text.plain, spans: text.spans) == text, "\(source)")
  }

  /// The limit tells seconds from hours on a busy machine with checks on.
  private func expectEnd(of text: String, _ read: (String) throws -> RichText) {
    let duration = ContinuousClock().measure {
      do { _ = try read(text) } catch { #expect(error is MarkupProblem) }
    }
    #expect(duration < .seconds(20), "\(text.prefix(20)) took \(duration)")
  }
}
