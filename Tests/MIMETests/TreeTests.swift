import MIME
import Testing

@Suite struct TreeTests {
  @Test func prefersThePlainTextOfAnAlternative() {
    let content = letter(
      """
      Content-Type: multipart/alternative; boundary="b"

      preamble
      --b
      Content-Type: text/plain

      plain
      --b
      Content-Type: text/html

      <p>rich</p>
      --b--
      epilogue
      """
    ).content()

    #expect(content.text == "plain")
    #expect(content.files.isEmpty)
  }

  @Test func takesTheTextOfHTMLWhenThePlainPartIsEmpty() {
    let content = letter(
      """
      Content-Type: multipart/alternative; boundary=b

      --b

       \u{20}
      --b
      Content-Type: text/html

      <p>rich</p>
      --b--
      """
    ).content()

    #expect(content.text == "rich")
  }

  @Test func joinsTheTextsAroundAPictureAndNamesThePicture() {
    let content = letter(
      """
      Content-Type: multipart/mixed; boundary=b

      --b

      before
      --b
      Content-Type: image/png; name="=?utf-8?B?0YTQvtGC0L4=?=.png"
      Content-Transfer-Encoding: base64
      Content-ID: <p1@x>

      AAAA
      --b

      behind
      --b--
      """
    ).content()

    #expect(content.text == "before\nbehind")
    #expect(content.files.map(\.name) == ["фото.png"])
    #expect(content.files.map(\.section) == ["2"])
    #expect(content.files.first?.part.size == 3)
    #expect(content.files.first?.part.contentID == "p1@x")
  }

  @Test func doesNotEnterALetterInsideALetter() {
    let content = letter(
      """
      Content-Type: multipart/mixed; boundary=b

      --b

      mine
      --b
      Content-Type: message/rfc822

      Subject: theirs

      theirs
      --b--
      """
    ).content()

    #expect(content.text == "mine")
    #expect(content.files.map(\.name) == ["message.eml"])
  }

  @Test func tellsABoundaryFromOneThatBeginsLikeIt() {
    let content = letter(
      """
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: multipart/alternative; boundary=bb

      --bb

      one
      --bb--
      --b

      two
      --b--
      """
    ).content()

    #expect(content.text == "one\ntwo")
  }

  @Test func readsAMultipartThatIsNeverClosed() {
    #expect(
      letter("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo").content().text
        == "one\ntwo")
  }

  @Test func readsAMultipartWithoutABoundaryAsText() {
    #expect(letter("Content-Type: multipart/mixed\n\nwords").content().text == "words")
  }

  @Test func countsLevelsAndPartsNoFurtherThanItsLimits() {
    let levels = (0..<5000).map {
      "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n"
    }
    let deep = letter("Content-Type: multipart/mixed; boundary=b0\n\n" + levels.joined())
    let wide = letter(
      "Content-Type: multipart/mixed; boundary=b\n\n"
        + String(repeating: "--b\nContent-Type: image/png\n\nx\n", count: 20_000))

    #expect(deep.cuts == [.nesting])
    #expect(wide.cuts == [.parts])
    #expect(wide.content().files.count == Limits().mostParts - 1)
  }

  @Test(arguments: [
    ("filename=\"a.pdf\"", "a.pdf"),
    ("filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.pdf; filename=\"x.pdf\"", "счёт.pdf"),
    ("filename*1*=%D1%82.pdf; filename*0*=utf-8''%D1%81%D1%87%D1%91", "счёт.pdf"),
    ("filename=\"=?utf-8?Q?=D1=81=D1=87=D1=91=D1=82?=.pdf\"", "счёт.pdf"),
    ("filename=a b.pdf; size=3", "a b.pdf"),
    ("filename=\"C:\\Users\\ivan\\a.pdf\"", "a.pdf"),
    ("filename=\"../../etc/passwd\"", "passwd"),
    ("filename=\"a\u{202E}fdp.exe\"", "afdp.exe"),
    ("filename=\"a.pdf. .\"", "a.pdf"),
    ("filename=\"\"", "image.png"),
  ])
  func namesAFile(_ disposition: String, _ name: String) {
    let content = letter(
      "Content-Type: image/png\nContent-Disposition: attachment; \(disposition)\n\nx"
    ).content()

    #expect(content.files.map(\.name) == [name])
  }

  @Test func shortensALongNameAndKeepsItsEnd() throws {
    let name = try #require(FileName.clean(String(repeating: "ы", count: 500) + ".pdf"))

    #expect(name.utf8.count <= 200)
    #expect(name.hasSuffix("ы.pdf"))
  }
}
