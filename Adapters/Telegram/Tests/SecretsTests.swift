import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

/// The token stands in addresses and nowhere else.
struct SecretsTests {
  private var token: String { Bot.token }

  @Test(arguments: GoldenSend.all())
  func noPlanHoldsTheToken(_ golden: GoldenSend) throws {
    let text = try golden.text(try Bot.webhook())

    #expect(!text.contains(token))
    #expect(!text.contains(Bot.secret))
  }

  /// Whatever Telegram answers, a receipt or an error tells nothing of ours.
  @Test func noOutcomeTellsTheToken() async throws {
    let part = Part(
      .object {
        $0.member("method", "sendMessage")
        $0.member("parameters") { $0.member("chat_id", 5) }
      })
    let adapter = try Bot.webhook()
    let echo = "Bad Request: /bot\(token)/sendMessage \(Bot.secret)"
    let bodies = [
      #"{"ok":false,"error_code":400,"description":"\#(echo)"}"#,
      #"{"ok":false,"error_code":429,"description":"\#(echo)","parameters":{"retry_after":1}}"#,
      #"{"ok":true,"result":{"message_id":7,"chat":{"id":5},"text":"\#(echo)"}}"#,
    ]
    for body in bodies {
      let platform = ScriptedTransport(.json(body))
      do throws(SendFailure) {
        let receipt = try await adapter.send(part, with: [], over: platform)
        #expect(!"\(receipt)".contains(token))
      } catch {
        #expect(!"\(error)".contains(token))
        #expect(!"\(error)".contains(Bot.secret))
      }
    }
  }
}
