import AdapterKit
import AdapterTesting
import EmailAdapter
import EventModel
import JSON
import Testing

@Suite struct LookUpTests {
  private static let greeting: [ScriptedStream.Turn] = [
    .client("c1 CAPABILITY\r\n"), .server("* CAPABILITY IMAP4rev1\r\nc1 OK done\r\n"),
  ]

  private func lookUp(
    _ adapter: EmailAdapter, _ turns: [ScriptedStream.Turn]
  ) async throws -> LookedUp {
    let stream = ScriptedStream(script: Self.greeting + turns)
    let part = Part(
      .object {
        $0.member("from", "support@company.com")
        $0.member("recipients", ["client@example.com"])
        $0.member("message_id", "<e@company.com>")
        $0.member("letter", "Subject: x\r\n\r\nx\r\n")
      })
    let dialog = try adapter.address(of: .person("client@example.com"))
    let found = try await adapter.lookUp(
      part, in: dialog, triedAt: Timestamp(seconds: 0),
      over: ScriptedTransport(streams: [stream]))
    #expect(stream.isUsedUp)
    return found
  }

  private static func search(_ name: String, _ found: String, from tag: Int) -> [ScriptedStream
    .Turn]
  {
    [
      .client("c\(tag) EXAMINE \"\(name)\"\r\n"), .server("c\(tag) OK done\r\n"),
      .client("c\(tag + 1) UID SEARCH HEADER Message-ID \"<e@company.com>\"\r\n"),
      .server("* SEARCH\(found)\r\nc\(tag + 1) OK done\r\n"),
      .client("c\(tag + 2) LOGOUT\r\n"), .server("* BYE\r\n"),
    ]
  }

  private static let list: [ScriptedStream.Turn] = [
    .client("c2 LIST \"\" \"*\"\r\n"),
    .server(
      "* LIST (\\HasNoChildren) \"/\" INBOX\r\n* LIST (\\Sent) \"/\" \"Out &- about\"\r\n"
        + "* LIST () \"/\" Sent\r\nc2 OK done\r\n"),
  ]

  @Test func aLetterInTheFolderWithTheMarkWasSent() async throws {
    let found = try await lookUp(
      try adapter(), Self.list + Self.search("Out &- about", " 7", from: 3))

    #expect(found == .arrived(PartReceipt([MessageKey(space: "letters", id: "<e@company.com>")])))
  }

  @Test func aLetterThatIsNotThereMayHaveBeenSentAllTheSame() async throws {
    let found = try await lookUp(
      try adapter(), Self.list + Self.search("Out &- about", "", from: 3))

    #expect(found == .unknown)
  }

  @Test func aServerThatFilesEverythingTellsWhatWasNotSent() async throws {
    let adapter = try EmailAdapter.made(
      from: """
        name: helpdesk
        type: email
        address: support@company.com
        imap: {host: imap.company.com, password: "${cred:mail}", sent_mailbox: Отправленные}
        smtp: {host: smtp.company.com, password: "${cred:mail}", keeps_sent: yes}
        """, credentials: ["mail": "hunter2hunter2"])
    let found = try await lookUp(
      adapter, Self.search("&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", "", from: 2))

    #expect(found == .absent)
  }

  @Test func aServerWithoutSuchAFolderTellsNothing() async throws {
    let found = try await lookUp(
      try adapter(),
      [
        .client("c2 LIST \"\" \"*\"\r\n"),
        .server("* LIST () \"/\" INBOX\r\nc2 OK done\r\n"), .client("c3 LOGOUT\r\n"),
        .server("* BYE\r\n"),
      ])

    #expect(found == .unknown)
  }

  @Test func sayingThatALetterWasReadFindsItByItsName() async throws {
    let adapter = try adapter()
    let message = KnownMessage(
      "e", keys: [MessageKey(space: "letters", id: "<a@b>")], occurredAt: Timestamp(seconds: 0),
      isOurs: false)
    let dialog = try adapter.address(of: .person("client@example.com"))
    let plan = try adapter.plan(
      Outgoing("o", in: dialog, .read(upTo: message)), as: adapter.identity)
    let stream = ScriptedStream(
      script: Self.greeting + [
        .client("c2 SELECT \"INBOX\"\r\n"), .server("c2 OK done\r\n"),
        .client("c3 UID SEARCH HEADER Message-ID \"<a@b>\"\r\n"),
        .server("* SEARCH 4 9\r\nc3 OK done\r\n"),
        .client("c4 UID STORE 4,9 +FLAGS.SILENT (\\Seen)\r\n"), .server("c4 OK done\r\n"),
        .client("c5 LOGOUT\r\n"), .server("* BYE\r\n"),
      ])

    _ = try await adapter.send(
      try #require(plan.parts.first), with: [], over: ScriptedTransport(streams: [stream]))

    #expect(stream.isUsedUp)
    #expect(plan.parts.first?.repeats == .areHarmless)
  }
}
