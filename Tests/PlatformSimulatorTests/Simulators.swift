import JSON
import Testing

@testable import PlatformSimulator

let group: Int64 = 222_000_111
let vkToken = "vk1.a.test"
let botToken = "7001002003:AAtesttesttesttesttesttesttesttest"

/// A community and a bot of which nobody knows anything yet.
func settings() -> SimulatorSettings {
  var settings = SimulatorSettings(
    communities: [VKAccount(groupID: group, token: vkToken)],
    bots: [TelegramAccount(token: botToken, username: "sim_bot")])
  settings.firstNumber = 100
  return settings
}

/// Posts once, as a client does.
func post(
  _ simulator: Simulator, _ path: String, _ body: JSONValue = [:]
) async throws -> WebhookReply {
  let address = try #require(WebhookAddress(try await simulator.url + path))
  let client = WebhookClient()
  defer { client.close() }
  return await client.post(body.bytes, to: address, headers: [], patience: .seconds(20))
}
