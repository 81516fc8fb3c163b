import Testing

@testable import channeld

@Suite struct JSONLineTests {
  private func whole(_ text: String) -> String {
    String(decoding: JSONLine.whole(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("\u{2028}", #"\u2028"#), ("a\u{2029}", #"a\u2029"#), ("\u{85}b", #"\u0085b"#),
    ("\u{2028}\u{85}\u{2029}", #"\u2028\u0085\u2029"#), ("да\u{2028}нет —", #"да\u2028нет —"#),
  ])
  func whatEndsALineElsewhereIsEscaped(_ text: String, _ line: String) {
    #expect(whole(text) == line)
  }

  @Test(arguments: ["", "plain", "— «да» ¢ €", "\u{2027}\u{202A}\u{84}\u{86}", "🙂"])
  func everythingElseStaysAsItIs(_ text: String) {
    #expect(whole(text) == text)
  }

  @Test func bytesThatBreakOffStayAsTheyAre() {
    #expect(JSONLine.whole([0xE2]) == [0xE2])
    #expect(JSONLine.whole([0x61, 0xE2, 0x80]) == [0x61, 0xE2, 0x80])
    #expect(JSONLine.whole([0xC2, 0xC2, 0x85]) == [0xC2] + Array(#"\u0085"#.utf8))
  }
}
