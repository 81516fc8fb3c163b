import AdapterKit
import EventModel

extension EmailAdapter {
  package func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    guard let request = MailRequest(part.request), let from = Self.envelope(request.from),
      let to = Self.envelope(request.to)
    else {
      throw .rejected(DeliveryError(.unknown, "the stored letter cannot be read"))
    }
    var conversation = SMTPConversation(try await transport.open(settings.smtp))
    do {
      try await conversation.greet(as: settings.smtp.ownName)
      try await conversation.send(Array(request.letter.utf8), from: from, to: to)
    } catch {
      await conversation.leave()
      throw error
    }
    await conversation.leave()
    return PartReceipt([ThreadAddress.message(request.messageID)])
  }

  /// An address for a line of SMTP.
  private static func envelope(_ text: String) -> WireText? {
    EmailAddress.valid(text).flatMap { WireText($0) }
  }
}
