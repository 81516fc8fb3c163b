import AdapterKit
import EventModel

/// Hands a letter in over one connection that is logged in.
struct SMTPConversation<Stream: ByteStream> {
  private var reader: WireReader<Stream>
  private var extensions: [String] = []

  init(_ stream: Stream) { reader = WireReader(stream) }

  /// Asks again what the server can do: what it said before the login may have changed.
  mutating func greet(as name: WireText) async throws(SendFailure) {
    let reply = try await beforeTheDot { conversation throws(SendFailure) in
      try await conversation.command("EHLO \(name.text)", within: Patience.command)
    }
    extensions = reply.lines.map { $0.uppercased() }
  }

  private func offers(_ name: String) -> Bool {
    extensions.contains { $0 == name || $0.hasPrefix(name + " ") }
  }

  /// The largest letter the server takes; nil when it does not say.
  private var sizeLimit: Int? {
    extensions.first { $0.hasPrefix("SIZE ") }
      .flatMap { Int($0.dropFirst(5)) }
      .flatMap { $0 > 0 ? $0 : nil }
  }

  /// Sends one letter to all its recipients, once; a refused one means that nobody gets it.
  ///
  /// Until the final dot is written nobody has accepted anything, so whatever fails is harmless to
  /// repeat; from then on only the server's answer tells.
  mutating func send(
    _ letter: [UInt8], from: WireText, to recipients: [WireText]
  ) async throws(SendFailure) {
    if let sizeLimit, letter.count > sizeLimit {
      throw .rejected(
        DeliveryError(.messageTooLong, code: "552 5.3.4", "the server takes \(sizeLimit) bytes"))
    }
    let isASCII = (recipients + [from]).allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } }
    guard isASCII || offers("SMTPUTF8") else {
      throw .rejected(
        DeliveryError(.platformError, code: "553 5.6.7", "the server takes no such address"))
    }
    let parameters =
      (offers("SIZE") ? " SIZE=\(letter.count)" : "") + (isASCII ? "" : " SMTPUTF8")
    try await beforeTheDot { conversation throws(SendFailure) in
      try await conversation.envelope(
        from: from, to: recipients, parameters: parameters)
      try await conversation.write(letter)
    }
    try await finish()
  }

  private mutating func envelope(
    from: WireText, to recipients: [WireText], parameters: String
  ) async throws(SendFailure) {
    try await command("MAIL FROM:<\(from.text)>\(parameters)", within: Patience.command)
    for recipient in recipients {
      try await command("RCPT TO:<\(recipient.text)>", within: Patience.command)
    }
    let reply = try await command("DATA", within: Patience.data)
    guard reply.code == 354 else { throw .unreadable("DATA was answered by \(reply.code)") }
  }

  private func write(_ letter: [UInt8]) async throws(SendFailure) {
    var rest = DotStuffing.stuffed(letter)[...]
    while !rest.isEmpty {
      try await reader.stream.send(Array(rest.prefix(Size.block)), within: Patience.block)
      rest = rest.dropFirst(Size.block)
    }
  }

  /// Writes the dot and waits for the verdict.
  private mutating func finish() async throws(SendFailure) {
    let reply: SMTPReply
    do {
      try await reader.stream.send(Array(".\r\n".utf8), within: Patience.block)
      reply = try await self.reply(within: Patience.verdict)
    } catch {
      throw .uncertain(
        error.error ?? DeliveryError(.timeout, "no answer came after the letter"))
    }
    if reply.isAcceptance { return }
    if reply.isRefusal { throw reply.failure }
    throw .uncertain(DeliveryError(.unknown, code: "\(reply.code)", reply.text))
  }

  /// Says goodbye, whether anybody listens or not.
  mutating func leave() async {
    do {
      try await command("QUIT", within: Patience.farewell)
    } catch {
      // The letter's fate is known already.
    }
    await reader.stream.close()
  }

  // MARK: Lines

  @discardableResult
  private mutating func command(
    _ line: String, within patience: Duration
  ) async throws(SendFailure) -> SMTPReply {
    try await reader.stream.send(Array((line + "\r\n").utf8), within: patience)
    let reply = try await reply(within: patience)
    if reply.isPositive { return reply }
    throw reply.isRefusal ? reply.failure : .unreadable("a reply code of \(reply.code)")
  }

  private mutating func reply(within patience: Duration) async throws(SendFailure) -> SMTPReply {
    var lines: [[UInt8]] = []
    repeat {
      lines.append(try await reader.line(within: patience))
      guard lines.count <= Size.mostLines else { throw .unreadable("an endless answer") }
    } while lines.last?.dropFirst(3).first == UInt8(ascii: "-")
    guard let reply = SMTPReply(lines) else {
      throw .unreadable("the server's answer has no reply code")
    }
    return reply
  }

  /// Whatever is lost before the dot was not accepted: it is unavailable and not uncertain.
  @discardableResult
  private mutating func beforeTheDot<Result>(
    _ body: (inout Self) async throws(SendFailure) -> Result
  ) async throws(SendFailure) -> Result {
    do {
      return try await body(&self)
    } catch {
      if case .uncertain(let error) = error { throw .unavailable(error) }
      throw error
    }
  }
}

/// The least patience that RFC 5321 §4.5.3.2 asks of a client; who gives up earlier sends twice.
private enum Patience {
  static let command: Duration = .seconds(300)
  static let data: Duration = .seconds(120)
  static let block: Duration = .seconds(180)
  static let verdict: Duration = .seconds(600)
  static let farewell: Duration = .seconds(5)
}

private enum Size {
  static let mostLines = 100
  static let block = 64 << 10
}
