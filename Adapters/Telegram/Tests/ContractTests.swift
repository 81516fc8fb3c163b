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

  @Test func surrogateHalvesNulsAndDepthAreReadOrRefused() throws {
    let words = [
      #"\ud83d"#, #"\udc4d\ud83d"#, #"\u0000"#, #"a\ufeff\u202e"#, #"\ud83d\ud83d\udc4d"#,
    ]
    for word in words {
      for offset in -2...4 {
        let body = """
          {"update_id":1,"message":{"message_id":1,"date":1790000000,"text":"\(word)b",
          "chat":{"id":5,"type":"private","first_name":"\(word)"},
          "entities":[{"type":"bold","offset":\(offset),"length":1},
          {"type":"text_link","offset":\(offset),"length":9223372036854775807,"url":"\(word)"}]}}
          """
        try contract.readsTheSameTwice(Array(body.utf8))
      }
    }
    for depth in [10, 100, 500] {
      let link = #"{"message_id":2,"chat":{"id":5},"reply_to_message":"#
      let open = String(repeating: link, count: depth)
      let body =
        #"{"update_id":1,"message":"# + open + "1" + String(repeating: "}", count: depth + 1)
      try contract.readsTheSameTwice(Array(body.utf8))
    }
  }
}
