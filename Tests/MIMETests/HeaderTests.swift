import MIME
import Testing

@Suite struct HeaderTests {
  @Test func unfoldsALongHeader() {
    #expect(letter("Subject: one\n two\n\tthree\n\nbody").subject == "one two three")
  }

  @Test func takesTheFirstOfTwoSubjects() {
    let letter = letter("Subject: first\nSubject: second\n\nbody")

    #expect(letter.subject == "first")
    #expect(letter.headers.all("SUBJECT").count == 2)
  }

  @Test func allowsBlanksBeforeTheColon() {
    #expect(letter("Subject : yes\n\nbody").subject == "yes")
  }

  @Test func endsTheHeadersAtALineThatIsNone() {
    let letter = letter("Subject: yes\nthis is the body\nFrom: a@b.c")

    #expect(letter.addresses("from").isEmpty)
    #expect(letter.content().text.hasPrefix("this is the body"))
  }

  @Test(arguments: ["From ivan@x Sat Nov 21\n", "\u{FEFF}", "\n\n", "   \n", " "])
  func skipsWhatProgramsPutInFront(_ front: String) {
    #expect(letter(front + "Subject: yes\n\nbody").subject == "yes")
  }

  @Test(arguments: ["\r\n", "\n", "\r"])
  func readsAnyLineEnd(_ end: String) {
    let text = ["Subject: yes", "X: y", "", "one", "two"].joined(separator: end)
    let letter = Letter(Array(text.utf8))

    #expect(letter.subject == "yes")
    #expect(letter.content().text == "one\ntwo")
  }

  @Test func cutsAHeaderBlockThatIsTooLong() {
    let letter = letter(
      "Subject: yes\nX: \(String(repeating: "a", count: 1 << 20))\nTo: a@b.c\n\nhi")

    #expect(letter.subject == "yes")
    #expect(letter.cuts == [.headers])
    #expect(letter.content().text == "hi")
  }

  @Test(arguments: [
    ("=?utf-8?B?0J/RgNC40LLQtdGC?=", "Привет"),
    ("=?UTF-8?Q?=D0=9F=D1=80?= =?utf-8?q?=D0=B8?=", "При"),
    ("=?koi8-r?B?8NLJ18XU?= and more", "Привет and more"),
    ("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет"),
    // Cut inside of a character.
    ("=?utf-8?B?0J/R?= =?utf-8?B?gNC4?=", "При"),
    ("=?utf-8?Q?=D0=9F=D1?=\r\n =?utf-8?Q?=80?=", "Пр"),
    // One stream of Base64 cut at will.
    ("=?utf-8?B?0J/Rg?= =?utf-8?B?NC4?=", "При"),
    ("=?utf-8*ru?B?0J/RgNC4?=", "При"),
    ("=?utf-8?B?0J/RgNC40L?=", "При\u{FFFD}"),
    ("=?utf-8?Q?a_b?=x", "a bx"),
    ("x =?utf-8?X?abc?= y", "x =?utf-8?X?abc?= y"),
    ("=?utf-8?B?unended", "=?utf-8?B?unended"),
    ("a  b", "a  b"),
  ])
  func decodesEncodedWords(_ header: String, _ text: String) {
    #expect(decoded(header) == text)
  }

  @Test func readsRawUTF8AndRaw1251InHeaders() {
    #expect(decoded("Привет") == "Привет")
    #expect(HeaderText.decode([0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]) == "Привет")
  }

  @Test(arguments: [
    ("<a@b>", ["<a@b>"]),
    ("<a@b><c@d>\r\n <e@\r\n f>", ["<a@b>", "<c@d>", "<e@f>"]),
    ("Your message of Sunday <a@b> (\"hi\")", ["<a@b>"]),
    ("no identifier", []),
    ("<open", []),
  ])
  func findsIdentifiers(_ header: String, _ ids: [String]) {
    #expect(MessageIDs.all(in: Array(header.utf8)[...]) == ids)
  }

  @Test func keepsTheFirstAndTheLastOfManyReferences() {
    let ids = (0..<5000).map { "<\($0)@x>" }
    let found = letter("References: \(ids.joined(separator: "\n "))\n\n").references

    #expect(found.count == MessageIDs.most)
    #expect(found.first == "<0@x>")
    #expect(found.last == "<4999@x>")
  }
}
