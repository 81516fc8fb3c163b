import JSON
import Testing

@testable import PlatformSimulator

/// Whole requests over loopback, as a client sends them.
@Suite(.timeLimit(.minutes(1)))
struct SimulatorTests {
  @Test func keepsWhatWasSentToBothPlatforms() async throws {
    try await Simulator.running(settings()) { simulator in
      simulator.writeToVK(group, from: 500, "из VK")
      simulator.writeToTelegram("sim_bot", from: 501, "из Telegram")

      let vk = try await post(
        simulator,
        "/method/messages.send?v=5.199&access_token=\(vkToken)&peer_ids=500&random_id=1&message=a")
      let telegram = try await post(
        simulator, "/bot\(botToken)/sendMessage", ["chat_id": 501, "text": "b"])

      #expect(vk.status == 200 && telegram.status == 200)
      #expect(simulator.messages(ofCommunity: group).map(\.text) == ["из VK", "a"])
      #expect(simulator.messages(ofBot: "sim_bot").map(\.text) == ["из Telegram", "b"])
      #expect(simulator.calls().map(\.method) == ["messages.send", "sendMessage"])
      #expect(simulator.calls().map(\.order) == [1, 2])
      #expect(!simulator.calls().contains { $0.parameters.jsonText.contains(vkToken) })
    }
  }

  @Test func aDroppedConnectionIsADroppedConnection() async throws {
    try await Simulator.running(settings()) { simulator in
      simulator.writeToTelegram("sim_bot", from: 501, "hi")
      simulator.play(Fault(.dropBefore), onBot: "sim_bot")
      simulator.play(Fault(.dropAfter), onBot: "sim_bot")
      let path = "/bot\(botToken)/sendMessage"

      let before = try await post(simulator, path, ["chat_id": 501, "text": "nie"])
      let after = try await post(simulator, path, ["chat_id": 501, "text": "doch"])

      #expect(before.status == nil && after.status == nil)
      #expect(simulator.messages(ofBot: "sim_bot").map(\.text) == ["hi", "doch"])
    }
  }

  @Test(arguments: [
    (
      "429", 429,
      #"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","#
        + #""parameters":{"retry_after":7}}"#
    ),
    ("500", 500, #"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#),
    ("token_revoked", 401, #"{"ok":false,"error_code":401,"description":"Unauthorized"}"#),
    (
      "tg_error:400:Bad Request: x", 400,
      #"{"ok":false,"error_code":400,"description":"Bad Request: x"}"#
    ),
    ("empty", 200, ""),
  ])
  func misbehavesOnTelegram(_ fault: String, _ status: Int, _ body: String) async throws {
    try await Simulator.running(settings()) { simulator in
      let rule: JSONValue = ["match": "getMe", "fault": .string(fault), "retry_after": 7]
      #expect(try await simulator.control("tg/sim_bot/faults", rule).status == 200)

      let first = try await post(simulator, "/bot\(botToken)/getMe")
      let second = try await post(simulator, "/bot\(botToken)/getMe")

      #expect(first.status == status && first.text == body)
      #expect(first.retryAfter == (status == 429 ? .seconds(7) : nil))
      #expect(second.status == 200)
    }
  }

  @Test(arguments: ["nothing", "99", "vk_error", "vk_error:x", ""])
  func refusesAFaultThatItDoesNotKnow(_ fault: String) async throws {
    let simulator = Simulator(settings())

    let answer = try await simulator.control("vk/222000111/faults", ["fault": .string(fault)])

    #expect(answer.status == 400)
  }

  @Test func aWaitingPollEndsWithTheSimulator() async throws {
    let simulator = Simulator(settings())
    async let reply = post(simulator, "/bot\(botToken)/getUpdates", ["timeout": 50])

    let start = ContinuousClock.now
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await simulator.run() }
      while simulator.look({ $0.bots[botToken]?.listener }) == 0 { await Task.yield() }
      group.cancelAll()
    }
    _ = try await reply

    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func twoBotsKnowNothingOfEachOther() async throws {
    var settings = settings()
    settings.bots.append(TelegramAccount(token: "42:other", username: "other_bot"))
    let simulator = Simulator(settings)
    simulator.writeToTelegram("sim_bot", from: 501, "hi")

    #expect(simulator.messages(ofBot: "42").isEmpty)
    #expect(simulator.messages(ofBot: "7001002003").count == 1)
  }
}
