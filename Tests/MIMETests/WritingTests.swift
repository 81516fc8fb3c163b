import MIME
import Testing

@Suite struct WritingTests {
  @Test(arguments: [
    "short", "Вопрос по заказу", String(repeating: "Длинная тема ", count: 40),
    String(repeating: "long subject ", count: 40), "=?utf-8?B?fake?=", "два  пробела", "👩‍👩‍👧‍👦 семья",
    String(repeating: "x", count: 2000), "trailing ", "",
  ])
  func writesASubjectThatReadsBackTheSame(_ subject: String) {
    let header = LetterWriting.header("Subject", text: subject)
    let trimmed = subject.hasSuffix(" ") ? String(subject.dropLast()) : subject

    #expect((letter(header + "\n").subject ?? "") == trimmed)
    #expect(header.utf8.allSatisfy { $0 < 0x80 })
    #expect(lines(header).allSatisfy { $0.count <= 78 })
  }

  @Test func writesNoSecondHeader() {
    let header = LetterWriting.header("Subject", text: "a\r\nBcc: evil@x.y\nX: y")

    #expect(header == "Subject: a Bcc: evil@x.y X: y\r\n")
  }

  @Test(arguments: [
    ("Support", "Support <a@b.c>"), ("Desk, Ltd. \"x\"", "\"Desk, Ltd. \\\"x\\\"\" <a@b.c>"),
    ("Поддержка", "=?utf-8?B?0J/QvtC00LTQtdGA0LbQutCw?= <a@b.c>"),
  ])
  func writesANameBesideAnAddress(_ name: String, _ expected: String) {
    #expect(LetterWriting.mailbox("a@b.c", name: name) == expected)
    #expect(letter("From: \(expected)\n\n").addresses("from").first?.name == name)
  }

  @Test(arguments: [
    "plain", "Деньги вернутся в течение 3 дней.\n\n.\nОператор", "a = b\n.dot\nFrom here \nend\t",
    String(repeating: "x", count: 5000), String(repeating: "ы", count: 5000),
    "half русский and more ascii text",
  ])
  func writesABodyThatReadsBackTheSame(_ text: String) {
    let body = LetterWriting.body(text)
    let head =
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: \(body.encoding)"
    let read = Letter(Array("\(head)\r\n\r\n".utf8) + body.bytes).content().text

    #expect(read == text + "\n")
    #expect(lines(String(decoding: body.bytes, as: UTF8.self)).allSatisfy { $0.count <= 78 })
    #expect(body.bytes.allSatisfy { $0 < 0x80 })
  }

  private func lines(_ text: String) -> [Substring.UTF8View] {
    text.utf8.split(separator: 0x0A)
  }
}
