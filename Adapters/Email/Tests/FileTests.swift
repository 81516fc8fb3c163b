import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import FoundationEssentials
import JSON
import MIME
import Synchronization
import Testing

@Suite struct FileTests {
  @Test func handsFilesInBehindTheText() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { removeFolder(folder) }
    let names = ["счёт \"за\" июнь.pdf", String(repeating: "длинное имя ", count: 20) + ".txt"]
    let contents = [Array("%PDF-1".utf8), (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) }]
    var files: [ReadyFile] = []
    for (name, bytes) in zip(names, contents) {
      let path = folder + "/\(files.count)"
      try Data(bytes).write(to: URL(filePath: path))
      files.append(
        ReadyFile(
          FileUse("f\(files.count)", as: "part"),
          StoredFile(
            path: path, size: Int64(bytes.count), sha256: "", name: name,
            mimeType: "application/pdf")))
    }
    let adapter = try adapter()
    let stream = Taker()

    _ = try await adapter.send(
      try part(with: files, by: adapter), with: files, over: Post(stream))

    let letter = Letter(stream.letter)
    let content = letter.content()
    #expect(stream.recipients == ["client@example.com", "boss@example.com"])
    #expect(letter.addresses("cc").map(\.address) == ["boss@example.com"])
    #expect(content.text == "Вот файлы\n")
    #expect(content.files.map(\.name) == names.map { FileName.clean($0) })
    #expect(content.files.map { $0.part.decoded() } == contents)
    #expect(stream.letter.split(separator: 0x0A).allSatisfy { $0.count <= 998 })
  }

  @Test func aFileThatIsGoneEndsTheSendBeforeAnybodyIsAsked() async throws {
    let adapter = try adapter()
    let gone = ReadyFile(
      FileUse("f0", as: "part"),
      StoredFile(
        path: "/nonexistent/file", size: 3, sha256: "", name: "a", mimeType: "text/plain"))
    let stream = Taker()

    await #expect(throws: SendFailure.self) {
      try await adapter.send(
        try part(with: [gone], by: adapter), with: [gone], over: Post(stream))
    }
    #expect(stream.recipients.isEmpty)
  }

  @Test func everyFileOfALetterIsGotOutOfTheLetter() throws {
    let letter = """
      From: Anna <anna@example.com>\r
      To: support@company.com\r
      Message-ID: <f@example.com>\r
      Date: Fri, 5 Jun 2026 10:00:00 +0300\r
      Content-Type: multipart/mixed; boundary=b\r
      \r
      --b\r
      Content-Type: text/plain\r
      \r
      see\r
      --b\r
      Content-Type: application/pdf; name=a.pdf\r
      Content-Transfer-Encoding: base64\r
      \r
      JVBERi0=\r
      --b--\r

      """
    let adapter = try adapter()
    let payload = Payload(
      channel: "c", transport: "imap", receivedAt: Timestamp(seconds: 1_780_000_000),
      body: Array(letter.utf8))
    let reading = try adapter.drafts(from: payload, as: adapter.identity)
    guard case .event(let draft)? = reading.drafts.first else {
      Issue.record("no event")
      return
    }
    let source = try #require(draft.attachments.first?.source)

    #expect(try adapter.file(source, in: payload) == Array("%PDF-".utf8))
    #expect(throws: PayloadError.self) {
      try adapter.file(.object { $0.member("section", "9") }, in: payload)
    }
    #expect(throws: PayloadError.self) {
      try adapter.file(.object { $0.member("section", 2) }, in: payload)
    }
  }

  private func part(with files: [ReadyFile], by adapter: EmailAdapter) throws -> Part {
    var message = OutgoingMessage(RichText("Вот файлы", spans: [.init(.bold, 0..<3)]))
    message.subject = "Files"
    message.copies = ["boss@example.com"]
    message.attachments = files.map { file in
      var attachment = Attachment(.document)
      attachment.id = file.use.attachment
      return attachment
    }
    let dialog = try adapter.address(of: .person("client@example.com"))
    let plan = try adapter.plan(
      Outgoing("6931f0a2c3d4e5f601000009", in: dialog, .message(message)), as: adapter.identity)
    return try #require(plan.parts.first)
  }

  private func removeFolder(_ path: String) {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      Issue.record("\(error)")
    }
  }
}

/// A server that takes every letter and keeps it.
private final class Taker: ByteStream {
  private struct State {
    var recipients: [String] = []
    var heard: [UInt8] = []
    var answers: [String] = []
    var letter: [UInt8]?
  }

  private let state = Mutex(State())

  var opening: [String] { [] }
  var recipients: [String] { state.withLock(\.recipients) }
  var letter: [UInt8] { state.withLock { $0.letter ?? [] } }

  func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure) {
    state.withLock { state in
      if state.letter != nil, !bytes.starts(with: Array("QUIT".utf8)) {
        state.letter? += bytes
        if bytes == Array(".\r\n".utf8) {
          state.letter?.removeLast(3)
          state.answers.append("250 taken\r\n")
        }
        return
      }
      let line = String(decoding: bytes, as: UTF8.self)
      if let open = line.firstIndex(of: "<"), line.hasPrefix("RCPT") {
        state.recipients.append(String(line[line.index(after: open)...].prefix { $0 != ">" }))
      }
      if line.hasPrefix("DATA") { state.letter = [] }
      state.answers.append(line.hasPrefix("DATA") ? "354 go\r\n" : "250 ok\r\n")
    }
  }

  func receive(within limit: Duration) async throws(SendFailure) -> [UInt8] {
    state.withLock { $0.answers.isEmpty ? [] : Array($0.answers.removeFirst().utf8) }
  }

  func close() async {}
}

/// A transport with that one connection.
private struct Post: Transport {
  let stream: Taker

  init(_ stream: Taker) { self.stream = stream }

  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse {
    throw .unavailable(DeliveryError(.unknown, "no requests here"))
  }
  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Taker { stream }
}
