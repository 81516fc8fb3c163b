import JSON
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct MailBombTests {
  @Test func aBombOfPartsHurtsNobody() async throws {
    try await Stage.set([.email]) { stage in
      let bombs = [Bomb.nested(depth: 5_000), Bomb.wide(parts: 20_000), Bomb.letters(depth: 500)]
      for bomb in bombs { try await stage.mailroom.deliver(bomb) }
      let line = Line(channel: .email, person: 1, round: 0)
      try await line.write(on: stage)
      try await stage.hears(line)

      try await eventually("the bombs are read") {
        let health = try await stage.api.health(of: ChannelUnderTest.email.name)
        return health?["unread"]?.int == 0
      }
      for event in try await stage.api.events() {
        #expect((event["attachments"]?.elements.count ?? 0) <= 200, "\(event.id)")
        #expect(JSONWriter.bytes(of: event).count < 1 << 20)
      }
      #expect(try stage.daemon.size < 128 << 20)
      #expect(try await stage.api.ask("/readyz").status == 200)
    }
  }
}

/// Letters of few bytes that are many things.
private enum Bomb {
  private static func head(_ name: String) -> String {
    "From: Bomber <bomber@client.test>\r\nTo: \(ChannelUnderTest.mailbox)\r\n"
      + "Subject: \(name)\r\nMessage-ID: <\(name)@client.test>\r\nMIME-Version: 1.0\r\n"
  }

  /// Multiparts inside each other.
  static func nested(depth: Int) -> String {
    var text = head("nested")
    for level in 0..<depth {
      text += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n"
    }
    return text + "Content-Type: text/plain\r\n\r\nboo\r\n"
  }

  /// Very many files of one byte.
  static func wide(parts: Int) -> String {
    let part =
      "--b\r\nContent-Type: application/zip\r\n"
      + "Content-Disposition: attachment; filename=\"a.zip\"\r\n\r\nx\r\n"
    return head("wide") + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
      + String(repeating: part, count: parts) + "--b--\r\n"
  }

  /// Letters in letters.
  static func letters(depth: Int) -> String {
    head("letters")
      + String(repeating: "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n", count: depth)
      + "Content-Type: text/plain\r\n\r\nboo\r\n"
  }
}
