import AdapterKit
import EventModel
import JSON

extension EmailAdapter {
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    if let seen = try? part.request.parsed()["seen"].string.flatMap({ WireText($0) }) {
      return try await markRead(seen, over: transport)
    }
    guard let request = MailRequest(part.request), let from = Self.envelope(request.from) else {
      throw .rejected(DeliveryError(.unknown, "the stored letter cannot be read"))
    }
    let recipients = request.recipients.compactMap(Self.envelope)
    guard recipients.count == request.recipients.count else {
      throw .rejected(DeliveryError(.unknown, "the stored letter names no address"))
    }
    let letter = try Self.letter(of: request, files)
    var conversation = SMTPConversation(try await transport.open(settings.smtp))
    do {
      try await conversation.greet(as: settings.smtp.ownName)
      try await conversation.send(letter, from: from, to: recipients)
    } catch {
      await conversation.leave()
      throw error
    }
    await conversation.leave()
    return PartReceipt([ThreadAddress.message(request.messageID)])
  }

  /// The whole letter; without a border it has no files, and nothing follows.
  private static func letter(
    of request: MailRequest, _ files: [ReadyFile]
  ) throws(SendFailure) -> [UInt8] {
    let text = Array(request.letter.utf8)
    guard let border = request.border else { return text }
    return text + (try LetterBody.ending(files.map(\.file), behind: border))
  }

  /// An address for a line of SMTP.
  private static func envelope(_ text: String) -> WireText? {
    EmailAddress.valid(text).flatMap { WireText($0) }
  }
}
