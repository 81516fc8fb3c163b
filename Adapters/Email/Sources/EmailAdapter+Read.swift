import AdapterKit
import EventModel
import JSON

/// Saying at the server that a letter was read.
extension EmailAdapter {
  func plan(read message: KnownMessage) throws(Refusal) -> Plan {
    guard let id = message.keys.first?.id, WireText(id) != nil else {
      throw Refusal(.invalid, "the letter has no Message-ID")
    }
    let request = JSONFragment.object { $0.member("seen", id) }
    return Plan([Part(request, repeats: .areHarmless, bounds: [.channel])])
  }

  /// Marks the letter in every mailbox that is read; one that was moved away is read already.
  func markRead(
    _ id: WireText, over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt {
    try await inMailbox(over: transport) { (imap) throws(SendFailure) in
      for mailbox in settings.mailboxes {
        try await imap.open(IMAPName.quoted(mailbox), by: "SELECT")
        let uids = try await imap.uids(ofMessageID: id)
        if !uids.isEmpty { try await imap.markSeen(uids) }
      }
    }
    return PartReceipt([])
  }
}
