import AdapterKit
import Markup
import Testing

struct HTMLTests {
  private typealias Span = RichText.Span

  @Test(
    arguments: [
      ("", "", []),
      ("plain &amp; &lt;b&gt; &euro;", "plain & <b> €", []),
      ("<b>a</b><strong>a</strong>", "aa", [Span(.bold, 0..<1), Span(.bold, 1..<2)]),
      ("<i>a</i> <em>b</em>", "a b", [Span(.italic, 0..<1), Span(.italic, 2..<3)]),
      ("<u>a</u> <ins>b</ins>", "a b", [Span(.underline, 0..<1), Span(.underline, 2..<3)]),
      (
        "<s>a</s> <strike>b</strike> <del>c</del>", "a b c",
        [
          Span(.strikethrough, 0..<1), Span(.strikethrough, 2..<3), Span(.strikethrough, 4..<5),
        ]
      ),
      ("<code>x  y</code>", "x y", [Span(.code, 0..<3)]),
      ("<pre>\na\n  b\n</pre>c", "a\n  b\nc", [Span(.pre(language: nil), 0..<5)]),
      ("<pre><code class='hl language-c'>x</code></pre>", "x", [Span(.pre(language: "c"), 0..<1)]),
      (
        "<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span><spoiler>c</spoiler>", "abc",
        [
          Span(.spoiler, 0..<1), Span(.spoiler, 1..<2), Span(.spoiler, 2..<3),
        ]
      ),
      (
        "<blockquote>a</blockquote><blockquote expandable>b</blockquote>c", "a\nb\nc",
        [
          Span(.quote(isExpandable: false), 0..<1), Span(.quote(isExpandable: true), 2..<3),
        ]
      ),
      ("<tg-emoji emoji-id='7'>🙂</tg-emoji>", "🙂", [Span(.customEmoji(id: "7"), 0..<2)]),
      ("<h1>T</h1>x", "T\n\nx", [Span(.bold, 0..<1)]),
      ("<b>one<p>two</b> three", "one\n\ntwo three", [Span(.bold, 0..<3), Span(.bold, 5..<8)]),
      ("<i>a<b>b</i>c</b>", "abc", [Span(.italic, 0..<2), Span(.bold, 1..<3)]),
    ] as [(String, String, [RichText.Span])])
  func reads(html: String, plain: String, spans: [RichText.Span]) throws {
    #expect(try RichText(html: html) == RichText(plain, spans: spans))
  }

  @Test(arguments: [
    ("  a \n\t b  ", "a b"), ("a <b> b </b> c", "a b c"), ("a&nbsp; b", "a\u{A0} b"),
    ("<p>a</p>\n<p>b</p>", "a\n\nb"), ("<div>a</div><div>b</div>", "a\nb"),
    ("a<br>b<br/>c", "a\nb\nc"), ("<div>a<br></div>b", "a\nb"),
    ("<div>a</div><br><div>b</div>", "a\n\nb"), ("<p><p><p>a", "a"),
    ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "• a\n• b\n  • c\nd"),
    ("<ol start=3><li><p>a</p></li><li> b</ol>", "3. a\n\n4. b"),
    ("<ol start=99999999999999999999><li>a", "1. a"), ("<li>a", "• a"),
    ("a<hr>b", "a\n———\nb"), ("<img src=x alt=' a  b '> c", "a b c"),
    ("<table><tr><td>a<td>b<tr><td>c</table>", "a | b\nc"),
  ])
  func laysOutAsABrowserDoes(html: String, plain: String) throws {
    #expect(try RichText(html: html).plain == plain)
  }

  @Test(arguments: [
    "<script>alert(1)</script>x", "<style>b{}</style>x", "<title>t</title>x", "<!-- c -->x",
    "<head><meta charset=koi8-r><style>a</style></head><body>x", "<template>t</template>x",
    "<svg><text>t</text></svg>x", "<div style='DISPLAY : none'>t</div>x", "<p hidden>t</p>x",
    "<b></b>x<i> </i>", "\u{0}x", "<a href='javascript:x'>x</a>", "<a name=y>x</a>",
    "<iframe>t</iframe>x", "</p></b></nothing>x".replacing("</p>", with: ""),
  ])
  func leavesOutWhatIsNotShown(html: String) throws {
    #expect(try RichText(html: html) == "x")
  }

  @Test func referencesToNoCharacterAreReplaced() throws {
    #expect(try RichText(html: "a&#xD800;b&#99999999;").plain == "a\u{FFFD}b\u{FFFD}")
  }

  @Test func aTextThatIsTooLargeIsRefused() {
    let most = RichText.mostHTML

    #expect(throws: Never.self) { try RichText(html: String(repeating: "a", count: most)) }
    #expect(throws: MarkupProblem.tooLarge(most: most)) {
      try RichText(html: String(repeating: "a", count: most + 1))
    }
    #expect(throws: MarkupProblem.tooManySpans) {
      try RichText(html: String(repeating: "<b>a</b> ", count: 5001))
    }
    #expect(throws: MarkupProblem.tooDeep(most: 256)) {
      try RichText(html: String(repeating: "<div>", count: 300) + "x")
    }
  }
}
