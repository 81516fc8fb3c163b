import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
import Settings
import Testing

@testable import TelegramAdapter

struct WebhookTests {
  private static let url = "https://hooks.example/in/tg/a1"

  /// What getWebhookInfo says when all is as it was asked for.
  private static func info(
    url: String = url, without kind: UpdateKind? = nil, hasCertificate: Bool = false,
    _ more: String = ""
  ) -> ScriptedTransport.Answer {
    let kinds = UpdateKind.allCases.filter { $0 != kind }.map { "\"\($0.rawValue)\"" }
    return .json(
      """
      {"ok":true,"result":{"url":"\(url)","has_custom_certificate":\(hasCertificate),\(more)
      "max_connections":40,"allowed_updates":[\(kinds.joined(separator: ","))]}}
      """)
  }

  private static let done = ScriptedTransport.Answer.json(#"{"ok":true,"result":true}"#)

  @Test func subscribesToAllKindsOfUpdatesAndReadsItBack() async throws {
    let platform = ScriptedTransport(Self.done, Self.info())

    try await Bot.webhook().subscribe(Self.url, over: platform)

    #expect(platform.requests.map(\.method) == ["setWebhook", "getWebhookInfo"])
    let request = try #require(platform.requests.first)
    let body = try JSONValue(parsing: request.bodyText.utf8)
    #expect(request.url.text == "https://api.telegram.org/bot\(Bot.token)/setWebhook")
    #expect(body["url"] == .string(Self.url))
    #expect(body["secret_token"] == .string(Bot.secret))
    #expect(body["allowed_updates"]?.elements.count == 27)
    #expect(body["drop_pending_updates"] == nil)
    #expect(body["max_connections"] == nil)
    #expect(request.secrets.contains { $0.reveal() == Bot.secret })
  }

  @Test func asksForTheConnectionsAndTheAddressOfTheSettings() async throws {
    let adapter = try Bot.adapter(
      "transport: webhook", "webhook_secret: abc", "max_connections: 40",
      "ip_address: 203.0.113.7")
    let platform = ScriptedTransport(Self.done, Self.info("\"ip_address\":\"203.0.113.7\","))

    try await adapter.subscribe(Self.url, over: platform)

    let body = try JSONValue(parsing: try #require(platform.requests.first).bodyText.utf8)
    #expect(body["max_connections"] == 40)
    #expect(body["ip_address"] == "203.0.113.7")
  }

  private static let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

  /// A bot whose settings name a file with that text.
  private func trusting(_ text: String) throws -> (adapter: TelegramAdapter, path: String) {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).pem"
    try Data(text.utf8).write(to: URL(filePath: path))
    return (
      try Bot.adapter(
        "transport: webhook", "webhook_secret: \(Bot.secret)", "webhook_certificate: \(path)"),
      path
    )
  }

  @Test func ourOwnCertificateIsUploadedAndLookedFor() async throws {
    let (adapter, path) = try trusting(Self.pem)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let platform = ScriptedTransport(Self.done, Self.info(hasCertificate: true))

    try await adapter.subscribe(Self.url, over: platform)

    let request = try #require(platform.requests.first)
    guard case .form(let parts) = request.body else {
      Issue.record("no form: \(request.body)")
      return
    }
    let fields = Dictionary(uniqueKeysWithValues: parts.map { ($0.name.text, $0) })
    #expect(fields["certificate"]?.content == .bytes(Array(Self.pem.utf8)))
    #expect(fields["certificate"]?.fileName == "certificate.pem")
    #expect(fields["url"]?.content == .bytes(Array(Self.url.utf8)))
    #expect(fields["secret_token"]?.content == .bytes(Array(Bot.secret.utf8)))
    #expect(fields["allowed_updates"] != nil)
    let health = try await adapter.inspect(
      Self.url, over: ScriptedTransport(Self.info(), Self.done, Self.info(hasCertificate: true)))
    #expect(
      health
        == "the webhook was changed by somebody and is set again: our certificate is not trusted")
  }

  @Test(arguments: ["", "MIIB", pem + "-----BEGIN EC PRIVATE KEY-----\nMHc\n"])
  func whatIsNoCertificateIsNotSent(_ text: String) async throws {
    let (adapter, path) = try trusting(text)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let platform = ScriptedTransport(Self.done, Self.info(hasCertificate: true))

    await #expect(throws: SendFailure.self) {
      try await adapter.subscribe(Self.url, over: platform)
    }
    #expect(platform.requests.isEmpty)
  }

  @Test func aCertificateOfSomebodyElseIsReplaced() async throws {
    let platform = ScriptedTransport(Self.info(hasCertificate: true), Self.done, Self.info())

    let health = try await Bot.webhook().inspect(Self.url, over: platform)
    #expect(health?.hasSuffix("another certificate is trusted") == true)
  }

  @Test func whatTelegramLeavesOutWithoutAWordFailsTheSubscription() async throws {
    let platform = ScriptedTransport(Self.done, Self.info(without: .messageReaction))

    await #expect(
      throws: SendFailure.rejected(
        DeliveryError(
          .setupFailed,
          "Telegram did not take the webhook as it is: not asked for: message_reaction"))
    ) {
      try await Bot.webhook().subscribe(Self.url, over: platform)
    }
  }

  @Test(arguments: [
    info(url: ""), info(url: "https://elsewhere.example/"), info(without: .chatMember),
  ])
  func aWebhookThatSomebodyChangedIsSetAgain(found: ScriptedTransport.Answer) async throws {
    let platform = ScriptedTransport(found, Self.done, Self.info())

    let health = try await Bot.webhook().inspect(Self.url, over: platform)

    #expect(
      platform.requests.map(\.method) == ["getWebhookInfo", "setWebhook", "getWebhookInfo"])
    #expect(health?.hasPrefix("the webhook was changed by somebody and is set again: ") == true)
    #expect(health?.contains("elsewhere.example") == false)
  }

  @Test func whoeverChangesItBackAtOnceIsTold() async throws {
    let platform = ScriptedTransport(
      Self.info(url: ""), Self.done, Self.info(url: "https://elsewhere.example/"))

    let health = try await Bot.webhook().inspect(Self.url, over: platform)

    #expect(health == "somebody keeps changing the webhook: it leads elsewhere")
  }

  @Test(
    arguments: [
      ("", nil),
      ("\"pending_update_count\":0,\"last_error_message\":\"Connection refused\",", nil),
      (
        "\"pending_update_count\":3,\"last_error_message\":\"Wrong response: 502 Bad Gateway\",",
        "3 updates wait; the last error: Wrong response: 502 Bad Gateway"
      ),
      ("\"pending_update_count\":999,", nil),
      ("\"pending_update_count\":1000,", "1000 updates wait"),
      (
        "\"pending_update_count\":1,\"last_synchronization_error_date\":1790000000,",
        "1 updates wait; Telegram has trouble of its own"
      ),
    ] as [(String, String?)])
  func complaintsAreHealth(more: String, expected: String?) async throws {
    let platform = ScriptedTransport(Self.info(more))

    #expect(try await Bot.webhook().inspect(Self.url, over: platform) == expected)
    #expect(platform.requests.count == 1)
  }
}
