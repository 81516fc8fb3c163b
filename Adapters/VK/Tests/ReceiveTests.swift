import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct ReceiveTests {
  private static let secret = VKAdapter.callbackSecret
  private static let deny =
    #"{"group_id":222000111,"type":"message_deny","event_id":"53b9","object":{"user_id":5},"#

  private func receive(
    _ body: String, confirmation: String? = "8fb1f4e2"
  ) throws -> WebhookReception {
    let adapter = try VKAdapter.shop()
    var identity = adapter.identity
    identity.confirmation = confirmation
    let request = WebhookRequest(
      headers: [WireHeader("x-retry-counter", "2"), WireHeader("User-Agent", "VK")],
      body: Array(body.utf8))
    return try adapter.receive(request, as: identity)
  }

  @Test func keepsAnEventWithItsSecretBlanked() throws {
    let spaced = Self.deny + " \"secret\" : \"\(Self.secret)\" }\n"

    let reception = try receive(spaced)

    let kept = try #require(reception.kept)
    let expected = spaced.replacing(Self.secret, with: String(repeating: "*", count: 16))
    #expect(String(decoding: kept.body, as: UTF8.self) == expected)
    #expect(kept.headers == [WireHeader("X-Retry-Counter", "2")])
    #expect(reception.answer == WebhookAnswer(body: "ok"))
  }

  @Test func blanksEverySecretAndNothingElse() throws {
    let name = #""text":"secret","secret":"\#(Self.secret)","secret":"\#(Self.secret)"}"#

    let kept = try #require(try receive(Self.deny + name).kept)

    let text = String(decoding: kept.body, as: UTF8.self)
    #expect(!text.contains(Self.secret))
    #expect(text.contains(#""text":"secret""#))
  }

  @Test(arguments: [
    deny + #""secret":"wrong"}"#,
    deny + #""secret":""}"#,
    deny + #""secret":"aaQ13axAPQEcczQ"}"#,
    deny + #""secret":"aaQ13axAPQEcczQaa"}"#,
    deny + #""secret":null}"#,
    deny + #""secret":["aaQ13axAPQEcczQa"]}"#,
    deny + #""object":{"secret":"aaQ13axAPQEcczQa"}}"#,
    deny + #""s\u0065cret":"aaQ13axAPQEcczQa"}"#,
    #"{"group_id":999,"type":"message_deny","object":{},"secret":"aaQ13axAPQEcczQa"}"#,
    #"{"type":"message_deny","object":{},"secret":"aaQ13axAPQEcczQa"}"#,
    #"{"group_id":222000111,"type":"confirmation","secret":"wrong"}"#,
    #"{"group_id":999,"type":"confirmation"}"#,
    #""secret":"aaQ13axAPQEcczQa""#, "", "secret=aaQ13axAPQEcczQa", "[]", "null",
  ])
  func refusesWhatDoesNotProveItself(_ body: String) {
    #expect(throws: WebhookRefusal.unauthenticated) { try receive(body) }
  }

  @Test(arguments: ["", #","secret":"\#(secret)""#])
  func answersTheHandshakeWithTheCode(_ proof: String) throws {
    let reception = try receive(#"{"type":"confirmation","group_id":222000111\#(proof)}"#)

    #expect(reception.kept == nil)
    #expect(reception.answer == WebhookAnswer(body: "8fb1f4e2"))
  }

  @Test func refusesAHandshakeItCannotAnswer() {
    #expect(throws: WebhookRefusal.unauthenticated) {
      try receive(#"{"type":"confirmation","group_id":222000111}"#, confirmation: nil)
    }
  }

  @Test func takesAuthenticEventsOfAnyKind() throws {
    let future = #"{"group_id":222000111,"type":"future","secret":"\#(Self.secret)"}"#

    #expect(try receive(future).answer == WebhookAnswer(body: "ok"))
  }

  @Test func refusesABodyThatIsTooLarge() {
    let filling = String(repeating: " ", count: 5 << 20)

    #expect(throws: WebhookRefusal.tooLarge) {
      try receive(Self.deny + "\"secret\":\"\(Self.secret)\"}" + filling)
    }
  }

  @Test func keepsTheContractOfWebhooks() throws {
    let contract = try AdapterContract(VKAdapter.shop(), secrets: VKAdapter.secrets)
    let good = WebhookRequest(
      headers: [], body: Array((Self.deny + "\"secret\":\"\(Self.secret)\"}").utf8))
    let bad = AdapterContract<VKAdapter>.garbage.map { WebhookRequest(headers: [], body: $0) }

    try contract.refusesWithoutProof(good, bad)
  }
}
