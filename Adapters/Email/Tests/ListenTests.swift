import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import Synchronization
import Testing

@Suite struct ListenTests {
  /// What was handed over.
  private final class Journal: Sendable {
    private let batches = Mutex<[PollBatch]>([])

    var all: [PollBatch] { batches.withLock(\.self) }
    var bodies: [String] { all.flatMap(\.items).map { String(decoding: $0.body, as: UTF8.self) } }
    var cursors: [String] { all.compactMap(\.cursor?.value) }

    func keep(_ batch: PollBatch) { batches.withLock { $0.append(batch) } }
  }

  /// Listens until the script is over; the server then is gone, which ends the conversation.
  private func listen(
    _ adapter: EmailAdapter, from cursors: [StreamName: PollCursor] = [:],
    _ turns: [ScriptedStream.Turn]
  ) async -> (Journal, ScriptedStream, SendFailure?) {
    let stream = ScriptedStream(script: turns)
    let journal = Journal()
    do {
      try await adapter.listen(
        from: cursors, over: ScriptedTransport(streams: [stream])
      ) { batch throws(SendFailure) in
        journal.keep(batch)
      }
      return (journal, stream, nil)
    } catch {
      return (journal, stream, error)
    }
  }

  private func cursor(_ value: String) -> [StreamName: PollCursor] {
    ["INBOX": PollCursor("INBOX", value)]
  }

  private static func opening(_ tag: Int, next: Int, validity: Int = 7) -> [ScriptedStream.Turn] {
    [
      .client("c\(tag) EXAMINE \"INBOX\"\r\n"),
      .server(
        "* 3 EXISTS\r\n* OK [UIDVALIDITY \(validity)] ok\r\n* OK [UIDNEXT \(next)] ok\r\n"
          + "c\(tag) OK [READ-ONLY] done\r\n"),
    ]
  }

  private static let greeting: [ScriptedStream.Turn] = [
    .client("c1 CAPABILITY\r\n"), .server("* CAPABILITY IMAP4rev1 IDLE\r\nc1 OK done\r\n"),
  ]

  @Test func beginsWithWhatArrivesFromNowOn() async throws {
    let (journal, stream, _) = await listen(
      try adapter(),
      Self.greeting + Self.opening(2, next: 41) + [
        .client("c3 UID FETCH 41:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        // `n:*` names the last letter even when it is not behind n.
        .server("* 3 FETCH (UID 40 INTERNALDATE \" 6-Jun-2026 12:00:00 +0000\" RFC822.SIZE 9)\r\n"),
        .server("c3 OK done\r\n"), .client("c4 IDLE\r\n"), .server("+ idling\r\n"),
        .server("* 4 EXISTS\r\n"), .client("DONE\r\n"), .server("c4 OK done\r\n"),
        .client("c5 UID FETCH 41:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server(
          "* 4 FETCH (UID 43 INTERNALDATE \"06-Jun-2026 15:00:00 +0300\" RFC822.SIZE 28)\r\n"
            + "c5 OK done\r\n"),
        .client("c6 UID FETCH 43 (UID BODY.PEEK[])\r\n"),
        .server("* 4 FETCH (UID 43 BODY[] {28}\r\nSubject: x\r\n\r\nc6 OK forg"),
        .server("ed\r\n)\r\nc6 OK done\r\n"),
        .client("c7 UID FETCH 44:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server("c7 OK done\r\n"), .client("c8 IDLE\r\n"), .server("* BYE going down\r\n"),
        .client("c9 LOGOUT\r\n"),
      ])

    #expect(stream.isUsedUp)
    #expect(journal.cursors == ["7:40:0", "7:43:1780747200000"])
    #expect(journal.bodies == ["Subject: x\r\n\r\nc6 OK forged\r\n"])
    let headers = journal.all.last?.items.first?.headers ?? []
    #expect(headers.value(of: "uid") == "43")
    #expect(headers.value(of: "uidvalidity") == "7")
    #expect(headers.value(of: "mailbox") == "INBOX")
    #expect(headers.value(of: "internaldate") == "2026-06-06T12:00:00.000Z")
  }

  @Test func goesOnBehindItsCursor() async throws {
    let (journal, stream, _) = await listen(
      try adapter(), from: cursor("7:10:5"),
      Self.greeting + Self.opening(2, next: 12) + [
        .client("c3 UID FETCH 11:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server(
          "* 2 FETCH (RFC822.SIZE 3 UID 12)\r\n* 1 FETCH (UID 11 RFC822.SIZE 3)\r\nc3 OK x\r\n"),
        .client("c4 UID FETCH 11,12 (UID BODY.PEEK[])\r\n"),
        // One vanished; of the other, flags are told in between.
        .server(
          "* 2 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (BODY[] \"a\\\"c\" UID 12)\r\nc4 OK x\r\n"),
        .client("c5 UID FETCH 13:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
      ])

    #expect(stream.isUsedUp)
    #expect(journal.bodies == ["a\"c"])
    #expect(journal.cursors == ["7:12:5"])
  }

  @Test func readsAMailboxThatWasMadeAnewWithoutWhatItKnows() async throws {
    let newest: Int64 = 1_780_747_200_000
    let (journal, _, _) = await listen(
      try adapter(), from: cursor("7:10:\(newest)"),
      Self.greeting + Self.opening(2, next: 3, validity: 8) + [
        .client("c3 UID FETCH 1:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server(
          "* 1 FETCH (UID 1 INTERNALDATE \"01-Jun-2026 12:00:00 +0000\" RFC822.SIZE 3)\r\n"
            + "* 2 FETCH (UID 2 INTERNALDATE \"06-Jun-2026 11:00:00 +0000\" RFC822.SIZE 3)\r\n"
            + "c3 OK x\r\n"),
        .client("c4 UID FETCH 2 (UID BODY.PEEK[])\r\n"),
        .server("* 2 FETCH (UID 2 BODY[] {3}\r\nabc)\r\nc4 OK x\r\n"),
      ])

    #expect(journal.bodies == ["abc"])
    #expect(journal.cursors == ["8:2:\(newest)"])
  }

  @Test func fetchesALargeLetterInSlicesAndOfATooLargeOneTheHeaders() async throws {
    let slice = 1 << 20
    let large = String(repeating: "x", count: slice)
    let (journal, stream, _) = await listen(
      try adapter("largest_letter: 2MiB"), from: cursor("7:0:0"),
      Self.greeting + Self.opening(2, next: 3) + [
        .client("c3 UID FETCH 1:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server("* 1 FETCH (UID 1 RFC822.SIZE \(slice + 1))\r\n"),
        .server("* 2 FETCH (UID 2 RFC822.SIZE 99999999)\r\nc3 OK x\r\n"),
        .client("c4 UID FETCH 1 (UID BODY.PEEK[]<0.\(slice)>)\r\n"),
        .server("* 1 FETCH (UID 1 BODY[]<0> {\(slice)}\r\n\(large))\r\nc4 OK x\r\n"),
        .client("c5 UID FETCH 1 (UID BODY.PEEK[]<\(slice).\(slice)>)\r\n"),
        .server("* 1 FETCH (UID 1 BODY[]<\(slice)> \"y\")\r\nc5 OK x\r\n"),
        .client("c6 UID FETCH 2 (UID BODY.PEEK[HEADER])\r\n"),
        .server("* 2 FETCH (UID 2 BODY[HEADER] {3}\r\nA:b)\r\nc6 OK x\r\n"),
      ])

    #expect(stream.isUsedUp)
    #expect(journal.bodies.map(\.utf8.count) == [slice + 1, 3])
    #expect(journal.all.last?.items.first?.headers.value(of: "full_size") == "99999999")
    #expect(journal.cursors == ["7:1:0", "7:2:0"])
  }

  @Test func doesNotMoveOnWhenTheJournalRefuses() async throws {
    let stream = ScriptedStream(
      script: Self.greeting + Self.opening(2, next: 3) + [
        .client("c3 UID FETCH 1:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server("* 1 FETCH (UID 1 RFC822.SIZE 3)\r\nc3 OK x\r\n"),
        .client("c4 UID FETCH 1 (UID BODY.PEEK[])\r\n"),
        .server("* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\nc4 OK x\r\n"), .client("c5 LOGOUT\r\n"),
      ])
    let adapter = try adapter()

    await #expect(throws: SendFailure.unavailable(DeliveryError(.unknown, "the journal is full"))) {
      try await adapter.listen(
        from: cursor("7:0:0"), over: ScriptedTransport(streams: [stream])
      ) { _ throws(SendFailure) in
        throw .unavailable(DeliveryError(.unknown, "the journal is full"))
      }
    }
    #expect(stream.isUsedUp)
    #expect(stream.isClosed)
  }

  @Test(arguments: [
    ("c1 NO [AUTHENTICATIONFAILED] no\r\n", "unauthorized"),
    ("c1 NO [UNAVAILABLE] later\r\n", "unavailable"), ("c1 BAD what\r\n", "unavailable"),
    ("* BYE\r\n", "unavailable"), ("", "unavailable"),
    ("* X {99999999999999999999}\r\nc1 NO\r\n", "unavailable"),
    ("* X {900000000}\r\n", "unavailable"),
  ])
  func endsWithAReasonWhenTheServerRefuses(_ answer: String, _ outcome: String) async throws {
    let (_, stream, failure) = await listen(
      try adapter(), [.client("c1 CAPABILITY\r\n"), .server(answer)])

    #expect("\(try #require(failure))".hasPrefix(outcome))
    #expect(stream.isClosed)
  }

  @Test func logsInAtBothServersToBind() async throws {
    let adapter = try adapter()
    let imap = ScriptedStream(
      .client("c1 CAPABILITY\r\n"), .server("* CAPABILITY IMAP4rev1\r\nc1 OK\r\n"),
      .client("c2 EXAMINE \"INBOX\"\r\n"), .server("* OK [UIDVALIDITY 1] ok\r\nc2 OK\r\n"),
      .client("c3 LOGOUT\r\n"), .server("* BYE\r\nc3 OK\r\n"))
    let smtp = ScriptedStream(
      .client("EHLO company.com\r\n"), .server("250 smtp\r\n"), .client("QUIT\r\n"),
      .server("221 bye\r\n"))
    let transport = ScriptedTransport(streams: [imap, smtp])

    #expect(try await adapter.bind(over: transport).externalID == "support@company.com")
    #expect(transport.isUsedUp)
    #expect(transport.endpoints.map(\.port) == [993, 465])
    #expect(imap.isClosed && smtp.isClosed)
  }

  @Test func doesNotBindWhenAMailboxIsMissing() async throws {
    let imap = ScriptedStream(
      .client("c1 CAPABILITY\r\n"), .server("c1 OK\r\n"), .client("c2 EXAMINE \"INBOX\"\r\n"),
      .server("c2 NO [NONEXISTENT] no such mailbox\r\n"), .client("c3 LOGOUT\r\n"))
    let adapter = try adapter()

    let failure = await #expect(throws: SendFailure.self) {
      try await adapter.bind(over: ScriptedTransport(streams: [imap]))
    }
    #expect(failure?.error?.reason.contains("no such mailbox") == true)
    #expect(imap.isClosed)
  }

  @Test func looksAtEveryMailboxAndWaitsAtTheFirst() async throws {
    func looked(at name: String, _ tag: Int) -> [ScriptedStream.Turn] {
      [
        .client("c\(tag) EXAMINE \"\(name)\"\r\n"),
        .server("* OK [UIDVALIDITY 7] ok\r\nc\(tag) OK x\r\n"),
        .client("c\(tag + 1) UID FETCH 5:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        .server("c\(tag + 1) OK x\r\n"),
      ]
    }
    let cursors: [StreamName: PollCursor] = [
      "INBOX": PollCursor("INBOX", "7:4:0"), "Sent": PollCursor("Sent", "7:4:0"),
    ]
    let idle: [ScriptedStream.Turn] = [
      .client("c6 IDLE\r\n"), .server("+ idling\r\n"),
      .breaks(.unavailable(DeliveryError(.timeout, "silence"))), .client("DONE\r\n"),
      .server("c6 OK x\r\n"),
    ]
    let (_, stream, _) = await listen(
      try adapter(mailboxes: "[INBOX, Sent]"), from: cursors,
      Self.greeting + looked(at: "Sent", 2) + looked(at: "INBOX", 4) + idle
        + looked(at: "Sent", 7) + looked(at: "INBOX", 9))

    #expect(stream.isUsedUp)
  }

  @Test func asksWhereTheServerHasNoIdle() async throws {
    let (_, stream, _) = await listen(
      try adapter(), from: cursor("7:4:0"),
      [.client("c1 CAPABILITY\r\n"), .server("* CAPABILITY IMAP4rev1\r\nc1 OK x\r\n")]
        + Self.opening(2, next: 5) + [
          .client("c3 UID FETCH 5:* (UID INTERNALDATE RFC822.SIZE)\r\n"), .server("c3 OK x\r\n"),
          .breaks(.unavailable(DeliveryError(.timeout, "silence"))), .client("c4 NOOP\r\n"),
          .server("c4 OK x\r\n"), .client("c5 UID FETCH 5:* (UID INTERNALDATE RFC822.SIZE)\r\n"),
        ])

    #expect(stream.isUsedUp)
  }

  @Test func namesMailboxesAsIMAPSpellsThem() async throws {
    let (_, stream, _) = await listen(
      try adapter(mailboxes: "[\"Отправленные & \\\"co\\\"\"]"),
      Self.greeting + [
        .client("c2 EXAMINE \"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1- &- \\\"co\\\"\"\r\n")
      ])

    #expect(stream.isUsedUp)
  }
}
