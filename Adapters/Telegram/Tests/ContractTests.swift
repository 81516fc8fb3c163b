import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

struct ContractTests {
  private let contract: AdapterContract<TelegramAdapter>

  init() throws {
    contract = AdapterContract(try Bot.webhook(), secrets: [Bot.token, Bot.secret])
  }

  @Test func garbageIsUnreadable() throws { try contract.garbageIsUnreadable() }
  @Test func anEmptyObjectSaysNothing() throws { try contract.anEmptyObjectSaysNothing() }
  @Test func limitsArePositive() throws { try contract.limitsArePositive() }
  @Test func secretsAreNotPrinted() throws { try contract.secretsAreNotPrinted() }

  @Test func failuresTellNoSecret() async throws {
    let part = Part(.object { $0.member("method", "sendMessage") })
    try await contract.failuresTellNoSecret(of: part)
  }

  @Test func refusesAWrongSecret() throws {
    func request(_ secrets: String..., name: String = "X-Telegram-Bot-Api-Secret-Token")
      -> WebhookRequest
    {
      WebhookRequest(headers: secrets.map { WireHeader(name, $0) }, body: Array("{}".utf8))
    }

    try contract.refusesWithoutProof(
      request(Bot.secret, name: "x-telegram-bot-api-secret-token"),
      [
        request(), request(""), request("wrong"), request(Bot.secret + "x"),
        request(String(Bot.secret.dropLast())), request(Bot.secret, Bot.secret),
        request(Bot.secret, name: "X-Secret"),
      ])
  }

  @Test func noMutantOfAnUpdateTraps() throws {
    let originals = try GoldenCase.all().map { try $0.payload().body }.filter { $0.count < 1500 }

    contract.nothingTraps(JSONMutants(of: originals, count: 20_000, seed: 20_261_121))
  }
}
