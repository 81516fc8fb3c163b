import AdapterKit
import EventModel

extension EmailAdapter {
  package var transportName: String { "imap" }

  package func listen(
    from cursors: [StreamName: PollCursor], over transport: some Transport,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure) {
    var conversation = IMAPConversation(try await transport.open(settings.imap))
    do {
      try await conversation.greet()
      try await listen(from: cursors, in: &conversation, keep: keep)
    } catch {
      await conversation.leave()
      throw error
    }
    await conversation.leave()
  }

  /// Silence after which a lone mailbox's IDLE is renewed: well below the 29 minutes of RFC 2177,
  /// because routers forget silent connections sooner.
  private static let longestIdle: Duration = .seconds(540)
  /// With several mailboxes, how long each round waits at the first one.
  private static let round: Duration = .seconds(30)
  private static let pollingPause: Duration = .seconds(45)

  /// Catches up with every mailbox in turn, then waits at the first one, again and again.
  private func listen<Stream>(
    from cursors: [StreamName: PollCursor], in conversation: inout IMAPConversation<Stream>,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure) {
    var readers = settings.mailboxes.map { mailbox in
      let cursor = cursors[StreamName(rawValue: mailbox.text)]
      return MailboxReader(
        mailbox, cursor: cursor.flatMap { MailboxCursor($0.value) }, settings: settings)
    }
    let isAlone = readers.count == 1
    let pause = isAlone ? Self.longestIdle : Self.round
    while !Task.isCancelled {
      for index in readers.indices.reversed() {
        // The first one comes last, and stays open for the waiting.
        try await readers[index].open(in: &conversation, keep: keep)
        try await readers[index].catchUp(in: &conversation, keep: keep)
      }
      if settings.usesIdle, conversation.offersIdle {
        try await conversation.idle(within: pause)
      } else {
        try await conversation.rest(for: Self.pollingPause)
      }
    }
  }
}
