import Media
import Testing

/// Names of files that strangers gave.
struct FileNameTests {
  @Test(arguments: [
    ("report.pdf", "report.pdf"), ("Отчёт за май.pdf", "Отчёт за май.pdf"), ("猫.jpg", "猫.jpg"),
    ("../../etc/passwd", "passwd"), (#"C:\Users\me\a.txt"#, "a.txt"), ("/", "file"),
    ("..", "file"), (".bashrc", "bashrc"), ("...a", "a"), ("a\r\nX: y.txt", "aX_ y.txt"),
    ("a\u{0}.exe", "a.exe"), ("gpj\u{202E}exe.txt", "gpjexe.txt"), ("a\u{200B}b", "ab"),
    ("a\u{2028}b", "ab"), ("\u{FEFF}a", "a"), (" \u{200D}.\u{200C}a\u{200D}. ", "a"),
    ("\u{200D}", "file"), ("a. . ", "a"), ("  a", "a"), ("a\u{A0}b", "a b"),
    (#"a"b<c>d|e?f*g:h"#, "a_b_c_d_e_f_g_h"), ("CON", "_CON"), ("con.txt", "_con.txt"),
    ("LPT1.a.b", "_LPT1.a.b"), ("console.txt", "console.txt"), ("", "file"), ("\u{7}", "file"),
    ("e\u{301}.txt", "e\u{301}.txt"), ("a%2F..%2Fb", "a%2F..%2Fb"),
  ])
  func isSafe(_ foreign: String, _ safe: String) {
    #expect(FileName(foreign).text == safe)
  }

  @Test func isNeverMissing() {
    #expect(FileName(nil).text == "file")
  }

  @Test(arguments: ["a", "я", "猫", "👨‍👩‍👧‍👦", "e\u{301}"])
  func isCutBetweenCharactersAndKeepsItsExtension(_ character: String) {
    let name = FileName(String(repeating: character, count: 500) + ".docx").text

    #expect(name.utf8.count <= FileName.longest)
    #expect(name.utf8.count > FileName.longest - 30)
    #expect(name.hasSuffix(".docx"))
    #expect(name.dropLast(5).allSatisfy { $0 == name.first })
  }

  @Test func isCutToNothingWhenOneCharacterIsTooLong() {
    let tower = "a" + String(repeating: "\u{301}", count: 1000)

    #expect(FileName(tower).text == "file")
    #expect(FileName(tower + ".txt").text.utf8.count <= FileName.longest)
  }

  @Test(arguments: [
    ("a.pdf", "application/pdf", #"attachment; filename="a.pdf""#),
    ("a.png", "image/png", #"inline; filename="a.png""#),
    ("a.svg", "image/svg+xml", #"attachment; filename="a.svg""#),
    ("a.html", "text/html", #"attachment; filename="a.html""#),
    (
      "кот.jpg", "image/jpeg",
      #"inline; filename="___.jpg"; filename*=UTF-8''%D0%BA%D0%BE%D1%82.jpg"#
    ),
    ("50%.txt", "text/plain", #"attachment; filename="50_.txt"; filename*=UTF-8''50%25.txt"#),
    ("a'b;c.txt", "text/plain", #"attachment; filename="a'b;c.txt""#),
  ])
  func standsInTheHeader(_ name: String, _ type: String, _ header: String) throws {
    let type = try #require(ContentType(type))

    #expect(ContentDisposition.value(for: FileName(name), type) == header)
  }
}
