import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import JSON
import Testing

/// Whatever strangers send ends with an answer.
@Suite struct SoundnessTests {
  @Test func readsMutatedLettersTheSameTwice() throws {
    let contract = AdapterContract(try adapter(), secrets: [])
    let letters = try GoldenCase.all().map { try $0.payload().body }
    var random = Chance(state: 6)

    for round in 0..<2000 {
      try contract.readsTheSameTwice(random.mutated(letters[round % letters.count]))
    }
  }

  @Test func endsAConversationWithAServerThatSpeaksNonsense() async throws {
    let adapter = try adapter()
    let answer = Array(
      """
      * CAPABILITY IMAP4rev1 IDLE\r\nc1 OK x\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r
      c2 OK x\r\n* 1 FETCH (UID 1 INTERNALDATE "06-Jun-2026 12:00:00 +0000" RFC822.SIZE 3)\r\nc3 OK x\r
      * 1 FETCH (UID 1 BODY[] {3}\r\nA:b FLAGS (\\Seen "x\\"" (a (b))))\r\nc4 OK x\r\nc5 OK x\r\n+ idle\r\n* BYE\r
      """.utf8)
    var random = Chance(state: 7)

    for _ in 0..<1500 {
      let stream = Babbler(random.mutated(answer))
      await #expect(throws: SendFailure.self) {
        try await adapter.listen(from: [:], over: Line(stream)) { _ throws(SendFailure) in }
      }
    }
  }

  @Test func knowsWhatBecameOfALetterAtAServerThatSpeaksNonsense() async throws {
    let adapter = try adapter()
    let answer = Array(
      "250-smtp\r\n250 SIZE 9999\r\n250 2.1.0 ok\r\n250 ok\r\n354 go\r\n550 5.1.1 no\r\n221 bye\r\n"
        .utf8)
    let part = Part(
      .object {
        $0.member("from", "a@b.c")
        $0.member("recipients", ["d@e.f"])
        $0.member("message_id", "<e@b.c>")
        $0.member("letter", "Subject: x\r\n\r\nx\r\n")
      })
    var random = Chance(state: 8)

    for _ in 0..<1500 {
      do {
        _ = try await adapter.send(part, with: [], over: Line(Babbler(random.mutated(answer))))
      } catch {
        #expect(error.error != nil)
      }
    }
  }
}

/// A server that says its text whatever it hears.
private struct Babbler: ByteStream {
  private let text: ScriptedStream

  init(_ bytes: [UInt8]) {
    text = ScriptedStream(script: [.server(String(decoding: bytes, as: UTF8.self))])
  }

  var opening: [String] { [] }
  func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {}
  func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] {
    try await text.receive(within: limit)
  }
  func close() async {}
}

/// A transport with one connection.
private struct Line: Transport {
  let stream: Babbler

  init(_ stream: Babbler) { self.stream = stream }

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    throw .unavailable(DeliveryError(.unknown, "no requests here"))
  }
  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Babbler { stream }
}

/// Chance that is the same every time.
private struct Chance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Bytes of which a few are others, twice there, or gone.
  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...6, using: &self) where !bytes.isEmpty {
      let at = Int.random(in: bytes.indices, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(contentsOf: Array(bytes[at...].prefix(40)), at: at)
      case 3:
        bytes.insert(
          contentsOf: Array(Self.marks.randomElement(using: &self)?.utf8 ?? "".utf8), at: at)
      default:
        bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...60, using: &self)))
      }
    }
    return bytes
  }

  private static let marks = [
    "\r\n", "{9}\r\n", "{", "}", "(", ")", "\"", "[", "]", "* ", "c4 ", "-", "99999999999999999999",
    "\u{0}",
  ]
}
