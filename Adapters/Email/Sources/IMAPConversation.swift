import AdapterKit
import EventModel

/// Speaks IMAP over one connection that is logged in: one command at a time, literals by their
/// length.
struct IMAPConversation<Stream: ByteStream> {
  private var reader: WireReader<Stream>
  private var tagNumber = 0
  private var capabilities: Set<String> = []
  /// Whether the server has spoken of changes since somebody looked.
  private var hasNews = false

  init(_ stream: Stream) { reader = WireReader(stream) }

  // MARK: Commands

  /// Asks what the server can do: what it said before the login may be lost or have changed.
  mutating func greet() async throws(SendFailure) {
    var found: Set<String> = []
    try await command("CAPABILITY") { answer in
      let words = String(decoding: answer.line, as: UTF8.self).uppercased().split(separator: " ")
      if words.dropFirst().first == "CAPABILITY" { found.formUnion(words.map(String.init)) }
    }
    capabilities = found
  }

  var offersIdle: Bool { capabilities.contains("IDLE") }

  /// Opens a mailbox for reading only, so that not even `\Recent` changes.
  mutating func examine(_ mailbox: WireText) async throws(SendFailure) -> MailboxState {
    try await open(IMAPName.quoted(mailbox), by: "EXAMINE")
  }

  /// Opens a mailbox whose name is spelled for a command.
  ///
  /// - Parameter verb: `SELECT` to change flags there, else `EXAMINE`.
  @discardableResult
  mutating func open(
    _ quotedName: String, by verb: String
  ) async throws(SendFailure) -> MailboxState {
    var state = MailboxState()
    try await command("\(verb) \(quotedName)") { answer in
      if let validity = answer.number(ofCode: "UIDVALIDITY") { state.validity = validity }
      if let next = answer.number(ofCode: "UIDNEXT") { state.next = next }
    }
    hasNews = false
    return state
  }

  /// Fetches by UID and gives each answer's items to `body`.
  mutating func fetch(
    _ uids: String, _ items: String, _ body: (FetchedItems) -> Void
  ) async throws(SendFailure) {
    hasNews = false
    try await command("UID FETCH \(uids) \(items)") { answer in
      if let fetched = FetchedItems(answer) { body(fetched) }
    }
  }

  /// Waits until the server speaks or `limit` has passed in silence.
  ///
  /// Any word of the server ends the waiting, also one that only shows it is alive: a look at the
  /// mailbox costs little, and so no clock is needed to renew the IDLE in time.
  mutating func idle(within limit: Duration) async throws(SendFailure) {
    if hasNews { return }
    let tag = nextTag()
    try await write(tag + " IDLE")
    var answer = try await self.answer(within: Patience.answer)
    while !answer.isContinuation {
      if answer.isTagged(tag) { throw Self.failure(answer) }
      answer = try await self.answer(within: Patience.answer)
    }
    do {
      try note(try await self.answer(within: limit))
    } catch {
      guard error.isTimeout else { throw error }
    }
    try await write("DONE")
    try await readAnswers(to: tag) { _ in }
  }

  /// Waits for a server without IDLE: in silence, then by asking.
  mutating func rest(for limit: Duration) async throws(SendFailure) {
    do {
      try note(try await answer(within: limit))
    } catch {
      guard error.isTimeout else { throw error }
    }
    try await command("NOOP") { _ in }
  }

  /// Says goodbye, whether anybody listens or not.
  mutating func leave() async {
    do {
      try await write(nextTag() + " LOGOUT", within: Patience.farewell)
      _ = try await answer(within: Patience.farewell)
    } catch {
      // Nothing depends on it.
    }
    await reader.stream.close()
  }

  // MARK: Lines

  mutating func command(
    _ text: String, _ body: (IMAPAnswer) -> Void
  ) async throws(SendFailure) {
    let tag = nextTag()
    try await write(tag + " " + text)
    try await readAnswers(to: tag, body)
  }

  private mutating func readAnswers(
    to tag: String, _ body: (IMAPAnswer) -> Void
  ) async throws(SendFailure) {
    for _ in 0..<Size.mostAnswers {
      let answer = try await self.answer(within: Patience.answer)
      if answer.isTagged(tag) {
        guard answer.status == "OK" else { throw Self.failure(answer) }
        return
      }
      try note(answer)
      body(answer)
    }
    throw .unreadable("an endless answer")
  }

  /// Takes notice of what a server says unasked.
  private mutating func note(_ answer: IMAPAnswer) throws(SendFailure) {
    if answer.isNumbered("EXISTS") { hasNews = true }
    if answer.isTagged("*"), answer.status == "BYE" { throw Self.failure(answer) }
  }

  private mutating func nextTag() -> String {
    tagNumber += 1
    return "c\(tagNumber)"
  }

  private func write(
    _ line: String, within patience: Duration = Patience.answer
  ) async throws(SendFailure) {
    try await reader.stream.send(Array((line + "\r\n").utf8), within: patience)
  }

  /// One answer, with its literals.
  private mutating func answer(within patience: Duration) async throws(SendFailure) -> IMAPAnswer {
    var answer = IMAPAnswer()
    var room = Size.largestLiteral
    while answer.pieces.count < Size.mostPieces {
      let line = try await reader.line(within: answer.pieces.isEmpty ? patience : Patience.answer)
      guard let (text, count) = Self.literal(atEndOf: line) else {
        answer.pieces.append(.text(line))
        return answer
      }
      guard count <= room else { throw .unreadable("a literal of \(count) bytes is too large") }
      room -= count
      answer.pieces.append(.text(Array(text)))
      answer.pieces.append(.literal(try await reader.bytes(count, within: Patience.answer)))
    }
    throw .unreadable("an answer of too many pieces")
  }

  /// The text before a `{count}` at the end of a line, and the count.
  private static func literal(atEndOf line: [UInt8]) -> (text: ArraySlice<UInt8>, count: Int)? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
      return nil
    }
    let digits = line[open...].dropFirst().dropLast().filter { $0 != UInt8(ascii: "+") }
    guard let count = Int(String(decoding: digits, as: UTF8.self)), count >= 0 else { return nil }
    return (line[..<open], count)
  }

  /// What a refusal means: its code in brackets tells credentials from passing trouble (RFC 5530).
  private static func failure(_ answer: IMAPAnswer) -> SendFailure {
    let words = String(decoding: answer.line.prefix(300), as: UTF8.self)
    switch answer.code {
    case "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED":
      return .unauthorized(DeliveryError(.invalidToken, words))
    default:
      return .unavailable(DeliveryError(.unavailable, words))
    }
  }
}

private enum Patience {
  static let answer: Duration = .seconds(120)
  static let farewell: Duration = .seconds(5)
}

private enum Size {
  static let mostPieces = 4000
  static let mostAnswers = 1_000_000
  /// Bytes of literals in one answer; large letters come in slices, so that it is never reached.
  static let largestLiteral = 64 << 20
}
