import AdapterKit
import EventModel

extension EmailAdapter: OutcomeLookup {
  /// Looks for the letter among those we sent.
  ///
  /// What is not there was not sent only where the server itself files what goes through it; it may
  /// do so a little late, so that a fresh letter is not given up.
  package func lookUp(
    _ part: Part, in dialog: Dialog.Address, triedAt: Timestamp, over transport: some Transport
  ) async throws(SendFailure) -> LookedUp {
    guard let request = MailRequest(part.request), let id = WireText(request.messageID) else {
      return .unknown
    }
    let isThere = try await inMailbox(over: transport) {
      (imap) throws(SendFailure) -> Bool? in
      guard let name = try await sentName(in: &imap) else { return nil }
      try await imap.open(name, by: "EXAMINE")
      return try await !imap.uids(ofMessageID: id).isEmpty
    }
    switch isThere {
    case true?: return .arrived(PartReceipt([ThreadAddress.message(request.messageID)]))
    case false? where settings.keepsSent: return .absent
    case false?, nil: return .unknown
    }
  }

  private func sentName<Stream>(
    in imap: inout IMAPConversation<Stream>
  ) async throws(SendFailure) -> String? {
    if let name = settings.sentMailbox { return IMAPName.quoted(name) }
    return try await imap.sentMailbox()
  }

  /// Talks to the IMAP server and leaves it, whatever happens.
  func inMailbox<Carrier: Transport, Result>(
    over transport: Carrier,
    _ body: (inout IMAPConversation<Carrier.Stream>) async throws(SendFailure) -> Result
  ) async throws(SendFailure) -> Result {
    var imap = IMAPConversation(try await transport.open(settings.imap))
    do throws(SendFailure) {
      try await imap.greet()
      let result = try await body(&imap)
      await imap.leave()
      return result
    } catch {
      await imap.leave()
      throw error
    }
  }
}
