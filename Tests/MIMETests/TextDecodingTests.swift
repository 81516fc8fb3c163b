import MIME
import Testing

@Suite struct TextDecodingTests {
  private static let phrase = "Привет! Это проверка кодировки."
  private static let in1251 = bytes(of: phrase, from: 0xC0)

  /// The phrase in a charset where the alphabet stands in order from one byte on.
  private static func bytes(of text: String, from first: UInt8) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      scalar.isASCII ? UInt8(scalar.value) : first + UInt8(scalar.value - 0x410)
    }
  }

  private func text(_ type: String, _ body: [UInt8]) -> String {
    Letter(Array("Content-Type: \(type)\r\n\r\n".utf8) + body).content().text
  }

  @Test(arguments: [
    "windows-1251", "WIN-1251", "x-cp1251", "\"cp1251\"", "iso-8859-1", "us-ascii", "utf-8",
    "x-unknown", "",
  ])
  func reads1251WhateverItsLabelSays(_ label: String) {
    #expect(text("text/plain; charset=\(label)", Self.in1251) == Self.phrase)
  }

  @Test(arguments: ["utf-8", "windows-1251", "koi8-r", "iso-8859-1", "us-ascii", "x-unknown"])
  func readsUTF8WhateverItsLabelSays(_ label: String) {
    #expect(text("text/plain; charset=\(label)", Array(Self.phrase.utf8)) == Self.phrase)
  }

  @Test func readsWhatItsLabelSays() {
    #expect(
      text("text/plain; charset=iso-8859-5", Self.bytes(of: Self.phrase, from: 0xB0)) == Self.phrase
    )
    #expect(text("text/plain; charset=gb2312", [0xC4, 0xE3, 0xBA, 0xC3]) == "你好")
    #expect(
      text("text/plain; charset=iso-2022-jp", [0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42])
        == "あ")
    #expect(text("text/plain; charset=windows-1252", [0x47, 0x72, 0xF6, 0xDF, 0x65]) == "Größe")
    #expect(text("text/plain; charset=utf-16le", [0x1F, 0x04, 0x40, 0x04]) == "Пр")
  }

  @Test func findsTheCharsetInTheHTMLItself() {
    let html = Array("<meta charset=koi8-r><p>".utf8) + [0xF0, 0xD2, 0xC9] + Array("</p>".utf8)

    #expect(text("text/html", html) == "При")
  }

  @Test func neverFails() {
    #expect(text("text/plain; charset=utf-8", Array("ok ".utf8) + [0xFF]).hasPrefix("ok "))
    #expect(text("text/plain; charset=gb18030", [0xFF, 0xFF, 0x80]).isEmpty == false)
    #expect(text("text/plain; charset=utf-16", [0x00]).isEmpty)
  }

  @Test(arguments: [
    ("0J/RgNC40LLQtdGC", "Привет"),
    ("0J/Rg\r\nNC40L\r\nLQtdGC", "Привет"),
    ("0J/R!gNC40LLQtdGC", "Привет"),
    ("0J8=0YA=", "Пр"),
    ("0J8", "П"),
  ])
  func decodesBase64AsPeopleSendIt(_ body: String, _ expected: String) {
    #expect(text("text/plain\r\nContent-Transfer-Encoding: base64", Array(body.utf8)) == expected)
  }

  @Test(arguments: [
    ("=D0=9F=D1=80", "Пр"),
    ("a=\r\nb", "ab"),
    ("a=  \r\nb", "ab"),
    ("a=d0=9f", "aП"),
    ("1 = 2 =ZZ =", "1 = 2 =ZZ "),
  ])
  func decodesQuotedPrintableAsPeopleSendIt(_ body: String, _ expected: String) {
    let type = "text/plain\r\nContent-Transfer-Encoding: quoted-printable"

    #expect(text(type, Array(body.utf8)) == expected)
  }

  @Test(arguments: [
    ("", "one \r\ntwo\r\nthree", "one two\nthree"),
    ("", "> q \r\n> r\r\nmine", "> q r\nmine"),
    ("", "> q \r\nmine", "> q \nmine"),
    ("", " From here\r\n-- \r\nIvan", "From here\n-- \nIvan"),
    ("", "end \r\n\r\nnew", "end \n\nnew"),
    ("; delsp=yes", "wo \r\nrd", "word"),
  ])
  func joinsTheLinesOfFlowedText(_ more: String, _ body: String, _ expected: String) {
    #expect(text("text/plain; format=flowed\(more)", Array(body.utf8)) == expected)
  }

  @Test func dropsControlCharactersFromText() {
    #expect(text("text/plain", Array("a\u{0}b\u{7}\tc\r\nd".utf8)) == "ab\tc\nd")
  }

  @Test(arguments: [
    ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
    ("a<style>p{}</style><script>x<y</script>b", "ab"),
    ("<!-- <b>no</b> -->yes<!-- open", "yes"),
    ("1 &lt; 2 &amp;&nbsp;&#1071;&#x42F; &unknown; &#0;", "1 < 2 & ЯЯ &unknown; \u{FFFD}"),
    ("<a href=\"https://x.y/?a=1&amp;b=2\">here</a>", "here (https://x.y/?a=1&b=2)"),
    ("<a href='https://x.y/'>https://x.y/</a>", "https://x.y/"),
    ("<a href=\"javascript:x\">no</a>", "no"),
    ("<ul><li>one<li>two</ul>", "- one\n- two"),
    ("<table><tr><td>a<td>b</tr><tr><td>c</table>", "a b\nc"),
    ("  many \n\n blanks  ", "many blanks"),
    ("a < b and <c", "a < b and <c"),
    ("<pre>a\n  b</pre>", "a\nb"),
    ("<title>no</title><body title=\">\">yes", "yes"),
  ])
  func readsHTMLAsItIsSeen(_ html: String, _ expected: String) {
    #expect(text("text/html; charset=utf-8", Array(html.utf8)) == expected)
  }
}
