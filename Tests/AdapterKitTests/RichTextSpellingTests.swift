import AdapterKit
import JSON
import Testing

struct RichTextSpellingTests {
  private typealias Span = RichText.Span

  private static let everyKind: [(RichText.Kind, entity: String, html: String)] = [
    (.bold, #""type":"bold"@"#, "<b>x</b>"),
    (.italic, #""type":"italic"@"#, "<i>x</i>"),
    (.underline, #""type":"underline"@"#, "<u>x</u>"),
    (.strikethrough, #""type":"strikethrough"@"#, "<s>x</s>"),
    (.spoiler, #""type":"spoiler"@"#, #"<span class="spoiler">x</span>"#),
    (.code, #""type":"code"@"#, "<code>x</code>"),
    (.pre(language: nil), #""type":"pre"@"#, "<pre>x</pre>"),
    (
      .pre(language: "c\"+"), #""type":"pre"@,"language":"c\"+""#,
      #"<pre><code class="language-c&quot;+">x</code></pre>"#
    ),
    (
      .link(url: "https://a.example/?b&c"), #""type":"text_link"@,"url":"https://a.example/?b&c""#,
      #"<a href="https://a.example/?b&amp;c">x</a>"#
    ),
    (
      .mention(userID: "7"), #""type":"text_mention"@,"user_id":"7""#,
      #"<span class="mention" data-user-id="7">x</span>"#
    ),
    (.quote(isExpandable: false), #""type":"blockquote"@"#, "<blockquote>x</blockquote>"),
    (
      .quote(isExpandable: true), #""type":"expandable_blockquote"@"#,
      #"<blockquote class="expandable">x</blockquote>"#
    ),
    (
      .customEmoji(id: "9"), #""type":"custom_emoji"@,"custom_emoji_id":"9""#,
      #"<span class="emoji" data-emoji-id="9">x</span>"#
    ),
  ]

  @Test(arguments: 0..<200) func entitiesAreReadAsTheyWereWritten(seed: UInt64) throws {
    var random = SeededGenerator(seed)
    let text = RichText.random(using: &random)
    let entities = try text.entities.map { try JSONDocument(parsing: $0.bytes).root }

    #expect(entities.map { RichText(text.plain, entities: $0) } ?? text == text)
  }

  @Test func entitiesThatNobodyWroteAreLeftOut() throws {
    let strange = #"""
      [{"type":"url","offset":0,"length":1},{"type":"bold"},{"type":"text_link","offset":0,
       "length":1},{"type":"bold","offset":-1,"length":2},{"type":"code","offset":1,
       "length":9223372036854775807},{"type":"italic","offset":1,"length":900},7]
      """#
    let text = RichText("xyz", entities: try JSONDocument(parsing: Array(strange.utf8)).root)
    #expect(text == RichText("xyz", spans: [Span(.italic, 1..<3)]))
  }

  @Test(arguments: everyKind)
  func everyKindHasItsEntityAndItsTags(
    kind: RichText.Kind, entity: String, html: String
  ) throws {
    let text = "🙂" + RichText("x").formatted(as: kind)
    let entities = try #require(text.entities)

    #expect(
      String(decoding: entities.bytes, as: UTF8.self)
        == #"[{\#(entity)}]"#.replacing("@", with: #","offset":2,"length":1"#))
    #expect(text.html == "🙂\(html)")
  }

  @Test func aPlainTextHasNoEntities() {
    #expect(RichText("plain").entities == nil)
    #expect(RichText("plain").html == "plain")
  }

  @Test func whatIsMarkupToHTMLIsEscaped() {
    #expect(RichText("<b>\"&amp;\u{0}\u{7}").html == "&lt;b&gt;&quot;&amp;amp;")
  }

  @Test func lineBreaksAreKept() {
    #expect(RichText("a\nb\r\nc\rd\n\ne").html == "a<br>b<br>c<br>d<br><br>e")
  }

  @Test func withinCodeLineBreaksStandAsTheyAre() {
    let text = RichText("\na\nb\nc", spans: [Span(.pre(language: nil), 0..<4)])

    #expect(text.html == "<pre>\n\na\nb</pre>c")
  }

  @Test func spansAreNested() {
    let text = RichText("0123456789", spans: [Span(.italic, 3..<9), Span(.bold, 0..<6)])

    #expect(text.html == "<b>012<i>345</i></b><i>678</i>9")
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\u{1}javascript:x",
    "data:text/html,<script>", " vbscript:x", "file:///etc/passwd",
  ])
  func aLinkThatRunsSomethingIsItsText(url: String) {
    #expect(RichText("x").formatted(as: .link(url: url)).html == "x")
  }

  @Test func aLinkHoldsNoOtherLink() {
    let text = RichText(
      "abc", spans: [Span(.link(url: "https://a"), 0..<3), Span(.link(url: "https://b"), 1..<2)])

    #expect(text.html == #"<a href="https://a">abc</a>"#)
  }
}
