import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Settings
import Testing

@testable import TelegramAdapter

struct SendTests {
  private static let part = Part(
    .object {
      $0.member("method", "sendMessage")
      $0.member("parameters") {
        $0.member("chat_id", 501_001_001)
        $0.member("text", "Да")
      }
    })

  private func failure(of answer: ScriptedTransport.Answer) async throws -> SendFailure? {
    let adapter = try Bot.adapter()
    do throws(SendFailure) {
      _ = try await adapter.send(Self.part, with: [], over: ScriptedTransport(answer))
      return nil
    } catch {
      return error
    }
  }

  @Test func makesOneCallAndTellsWhatTelegramCalledIt() async throws {
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":true,"result":{"message_id":1043,"date":1790000000,
        "chat":{"id":501001001,"type":"private"},"text":"Да"}}
        """
      ))

    let receipt = try await Bot.adapter("api_base: http://127.0.0.1:8081").send(
      Self.part, with: [], over: platform)

    let request = try #require(platform.requests.first)
    #expect(platform.requests.count == 1)
    #expect(request.url.text == "http://127.0.0.1:8081/bot\(Bot.token)/sendMessage")
    #expect(request.bodyText == #"{"chat_id":501001001,"text":"Да"}"#)
    #expect(request.secrets.map { $0.reveal() } == [Bot.token])
    #expect(receipt.messages == [MessageKey(space: "501001001", id: "1043")])
    #expect(receipt.sentAt == Timestamp(seconds: 1_790_000_000))
  }

  @Test func theReceiptOfABusinessChatIsInItsOwnNameSpace() async throws {
    let platform = ScriptedTransport(
      .json(
        #"{"ok":true,"result":{"message_id":9,"business_connection_id":"Q9x","chat":{"id":5}}}"#))

    let receipt = try await Bot.adapter().send(Self.part, with: [], over: platform)

    #expect(receipt.messages == [MessageKey(space: "Q9x:5", id: "9")])
  }

  @Test func waitsAsLongAsTelegramSays() async throws {
    let answer = ScriptedTransport.Answer.json(
      """
      {"ok":false,"error_code":429,"description":"Too Many Requests: retry after 14",
      "parameters":{"retry_after":14}}
      """,
      status: 429)

    #expect(
      try await failure(of: answer)
        == .throttled(
          retryAfter: .seconds(14), .conversation,
          DeliveryError(.rateLimit, code: "429", "Too Many Requests: retry after 14")))
  }

  @Test(arguments: [
    (200, ""), (200, "<html>"), (200, "{}"), (200, #"{"ok":true}"#), (200, #"{"ok":"true"}"#),
    (200, #"{"result":{}}"#), (302, ""), (500, ""), (502, "<html>Bad Gateway</html>"),
    (503, #"{"ok":false,"error_code":503,"description":"later"}"#),
  ])
  func whatIsNoAnswerOfTheMethodIsUncertain(status: Int, body: String) async throws {
    guard case .uncertain(let error) = try await failure(of: .json(body, status: status)) else {
      Issue.record("status \(status) with \(body) was taken for an answer")
      return
    }
    #expect(error.kind == .platformError)
  }

  @Test func aFailureOfTheTransportGoesThrough() async throws {
    let lost = SendFailure.uncertain(DeliveryError(.timeout, "no answer in 30 s"))

    #expect(try await failure(of: .failure(lost)) == lost)
  }
}
