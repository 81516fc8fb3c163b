import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

struct ReceiveTests {
  @Test func keepsWhateverCarriesOurSecretAndAnswersNothing() throws {
    let body: [UInt8] = [0xFF, 0x00, 0x7B]
    let request = WebhookRequest(
      headers: [WireHeader("X-Telegram-Bot-Api-Secret-Token", Bot.secret)], body: body)

    let reception = try Bot.webhook().receive(request, as: Bot.identity)

    #expect(reception.kept?.body == body)
    #expect(reception.kept?.headers.isEmpty == true)
    #expect(reception.answer.body == "")
  }

  @Test func withoutASecretNobodyCanProveAnything() throws {
    let adapter = try Bot.adapter("transport: polling")
    let request = WebhookRequest(
      headers: [WireHeader("X-Telegram-Bot-Api-Secret-Token", "")], body: [])

    #expect(throws: WebhookRefusal.unauthenticated) {
      try adapter.receive(request, as: Bot.identity)
    }
  }

  @Test func bindsToTheBotThatTheTokenNames() async throws {
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":true,"result":{"id":7001002003,"is_bot":true,"first_name":"Поддержка",
        "username":"channeld_demo_bot"}}
        """
      ))

    let identity = try await Bot.adapter().bind(over: platform)

    #expect(identity == Bot.identity)
    #expect(try Bot.adapter().identity.externalID == "7001002003")
  }

  @Test func aRevokedTokenIsUnauthorized() async throws {
    let platform = ScriptedTransport(
      .json(#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#, status: 401))

    await #expect(
      throws: SendFailure.unauthorized(
        DeliveryError(.invalidToken, code: "401", "Unauthorized"))
    ) {
      try await Bot.adapter().bind(over: platform)
    }
  }
}
