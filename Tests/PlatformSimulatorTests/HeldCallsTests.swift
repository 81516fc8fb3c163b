import JSON
import Testing

@testable import PlatformSimulator

/// A client is killed exactly before or after the platform has done what it asked.
@Suite(.timeLimit(.minutes(1)))
struct HeldCallsTests {
  private let send = "/bot\(botToken)/sendMessage"
  private let message: JSONValue = ["chat_id": 501, "text": "a"]

  /// Sends while the fault is in force, waits until the call is held, lets it go, and returns what
  /// the client saw and the messages that the bot has written.
  private func outcome(_ fault: String, release: JSONValue) async throws -> (Int?, Int, String?) {
    try await Simulator.running(settings()) { simulator in
      simulator.writeToTelegram("sim_bot", from: 501, "hi")
      let rule: JSONValue = ["match": "sendMessage", "fault": .string(fault)]
      _ = try await simulator.control("tg/sim_bot/faults", rule)
      async let reply = post(simulator, send, message)
      while try await simulator.control("tg/sim_bot/held").body["held"]?.elements.count != 1 {
        await Task.yield()
      }
      let isDone = simulator.messages(ofBot: "sim_bot").count == 2
      #expect(isDone == (fault == "hold_after"))

      let released = try await simulator.control("tg/sim_bot/release", release)

      #expect(released.body["released"] == 1)
      let status = try await reply.status
      #expect(try await simulator.control("tg/sim_bot/held").body == ["held": []])
      return (
        status, simulator.messages(ofBot: "sim_bot").count, simulator.calls().last?.outcome
      )
    }
  }

  @Test(arguments: [
    ("hold_before", false, 200, 2, "done"), ("hold_after", false, 200, 2, "done"),
    ("hold_before", true, nil, 1, "undone"), ("hold_after", true, nil, 2, "unanswered"),
  ])
  func goesOnOrIsDropped(
    _ fault: String, _ isDropped: Bool, _ status: Int?, _ messages: Int, _ outcome: String
  ) async throws {
    let seen = try await self.outcome(fault, release: ["drop": .bool(isDropped)])

    #expect(seen.0 == status && seen.1 == messages && seen.2 == outcome)
  }

  @Test func onlyWhatIsNamedIsLetGo() {
    var calls = HeldCalls()
    let first = calls.hold(CallTarget(method: "a"), isDone: false)
    let second = calls.hold(CallTarget(method: "b"), isDone: true)
    let third = calls.hold(CallTarget(method: "b"), isDone: true)

    #expect(calls.release(.goOn, method: "b", count: 1) == 1)
    #expect(calls.release(of: first) == nil && calls.release(of: third) == nil)
    #expect(calls.release(of: second) == .goOn)
    #expect(calls.release(.drop, method: nil, count: .max) == 2)
    #expect(calls.release(of: first) == .drop)
  }
}
