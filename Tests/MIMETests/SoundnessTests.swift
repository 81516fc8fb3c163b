import FoundationEssentials
import MIME
import Testing

@Suite struct SoundnessTests {
  /// Reads all that a letter has; what it finds does not matter.
  private func readWhole(_ bytes: [UInt8]) -> Int {
    let letter = Letter(bytes)
    let content = letter.content()
    let addresses = ["from", "to", "cc", "reply-to"].flatMap(letter.addresses)
    let names = [letter.subject, letter.messageID].compactMap(\.self)
    return content.text.utf8.count + content.files.map(\.part.size).reduce(0, +) + addresses.count
      + names.count + letter.references.count + letter.inReplyTo.count
      + (letter.date == nil ? 0 : 1)
  }

  @Test func readsTwentyThousandMutatedLetters() {
    var random = SplitMix(state: 20_260_606)
    let seeds = Self.seeds.map { Array($0.utf8) }
    var total = 0
    for _ in 0..<20_000 {
      total &+= readWhole(mutated(seeds, &random))
    }

    #expect(total > 0)
  }

  /// What is hostile costs no more than twice as much when it is twice as long.
  @Test(arguments: [
    "=?utf-8?B?", "=?", "<a ", "<!--", "&#", "a,", "a@,", "(", ":", "<", "--b\n", "a@", "\";",
    "=\t",
    "\"\\",
  ])
  func takesTimeInProportion(_ piece: String) {
    let clock = ContinuousClock()
    func time(_ count: Int) -> Duration {
      let text = String(repeating: piece, count: count)
      let head =
        "Subject: \(text)\r\nTo: \(text)\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
      let body = "--b\r\nContent-Type: text/html; x=\(text)\r\n\r\n\(text)"
      let bytes = Array((head + body).utf8)
      return clock.measure { _ = readWhole(bytes) }
    }
    let (short, long) = (time(3_000), time(12_000))

    #expect(long < short * 12 + .milliseconds(300))
  }

  @Test(.enabled(if: Corpora.folder != nil, "CHANNELD_CORPORA names no folder of letters"))
  func readsEveryLetterOfTheCorpora() throws {
    let clock = ContinuousClock()
    var count = 0
    for path in try Corpora.letters() {
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      let time = clock.measure { _ = readWhole(bytes) }
      count += 1
      #expect(time < .seconds(5), "\(path)")
    }

    #expect(count > 1000)
  }

  private func mutated(_ seeds: [[UInt8]], _ random: inout SplitMix) -> [UInt8] {
    var bytes = seeds[Int.random(in: seeds.indices, using: &random)]
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let at = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(at...)
      case 2: bytes.remove(at: at)
      case 3:
        let mark = Self.marks.randomElement(using: &random) ?? ""
        bytes.insert(contentsOf: Array(mark.utf8), at: at)
      case 4:
        let piece = bytes[at...].prefix(Int.random(in: 1...200, using: &random))
        bytes.insert(contentsOf: Array(piece), at: at)
      default:
        bytes.insert(contentsOf: seeds[Int.random(in: seeds.indices, using: &random)], at: at)
      }
    }
    return bytes
  }

  private static let marks = [
    "\r\n\r\n", "--b\r\n", "--b--\r\n", "=?utf-8?B?", "?=", "<", ">", "\"", "(", ";", "=", "&#x",
    "\u{0}",
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "%", "*0*=", "'", "<!--", "\u{FEFF}",
  ]

  private static let seeds = [
    """
    From: =?utf-8?B?0JjQstCw0L0=?= <i@x.y>\r\nTo: "A, B" <a@b.c>, team: d@e.f;\r
    Subject: =?koi8-r?Q?=F0=D2=C9?= tail\r\nDate: Sat, 06 Jun 2026 12:00:00 +0300\r
    Message-ID: <a@b>\r\nReferences: <c@d> <e@f>\r
    Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r
    Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r
    Content-Type: text/plain; charset=windows-1251\r
    Content-Transfer-Encoding: quoted-printable\r\n\r\n=CF=F0=E8=\r\n=E2\r\n--c\r
    Content-Type: text/html; charset=utf-8\r
    Content-Transfer-Encoding: base64\r\n\r\nPHA+0J/RgNC4PC9wPg==\r\n--c--\r\n--b\r
    Content-Type: application/pdf; name*0*=utf-8''%D1%81; name*1="a.pdf"\r
    Content-Disposition: attachment\r\n\r\nJVBERi0=\r\n--b--\r\n
    """,
    """
    Subject: html\r\nContent-Type: text/html\r\n\r
    <html><head><title>t</title></head><body><p>a &amp; b<br><a href="http://x">x</a>\
    <!-- c --><ul><li>&#1071;</ul><pre>p\r\nq</pre>
    """,
    "Subject: plain\nContent-Type: text/plain; charset=iso-2022-jp\n\n\u{1B}$B$\"\u{1B}(B",
    "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext",
    "",
  ]
}

/// Letters that lie outside of the repository.
private enum Corpora {
  static let folder = ProcessInfo.processInfo.environment["CHANNELD_CORPORA"]

  static func letters() throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".eml") }.sorted().map { folder + "/" + $0 }
  }
}

/// Chance that is the same every time.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
