import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct CapabilityTests {
  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback, .email])
  func whatCannotBeDoneAsAskedIsNotDoneAtAllWhenOneWantsItSo(
    on channel: ChannelUnderTest
  ) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      let path = "/v1/dialogs/\(talk.dialog)/messages"
      let before = try await stage.api.events().count
      let asked: [String: JSONValue] = Self.beyond(channel)
      for (what, body) in asked {
        let strict = body.with(["options": Self.options(of: what, ["degrade": false])])
        let answer = try await stage.api.post(path, strict)
        #expect(answer.status == 409, "\(what): \(answer.text)")
        #expect(try answer.json["code"] == "capability_missing", "\(what)")
        #expect(try answer.json["degradations"]?.elements.isEmpty == false, "\(what)")
      }
      #expect(try await stage.api.events().count == before, "nothing is stored")
      #expect(try await talk.arrived().isEmpty, "nothing is sent")

      for (what, body) in asked {
        let answer = try await stage.api.post(
          path, body.with(["options": Self.options(of: what, [:])]))
        #expect(answer.status == 202, "\(what): \(answer.text)")
        let told = answer.headers.first(name: "Channeld-Degraded") ?? ""
        let event = try await stage.api.ended(try answer.json["event"]?.id ?? "")
        #expect(event.sending == "sent", "\(what)")
        #expect(
          !told.isEmpty
            && told.split(separator: ", ").allSatisfy {
              event.tags.contains("degraded:\($0)")
            }, "\(what): \(told) but \(event.tags)")
      }
    }
  }

  /// What a channel does in another way only.
  private static func beyond(_ channel: ChannelUnderTest) -> [String: JSONValue] {
    let button: JSONValue = ["text": "Yes", "callback_data": "yes", "row": 0]
    let long = String(repeating: "word ", count: 2_000)
    switch channel {
    case .email, .filingEmail:
      return [
        "buttons": ["content": "well?", "buttons": [button]],
        "silence": ["content": "quiet"],
      ]
    default: return ["length": ["content": .string(long)]]
    }
  }

  private static func options(of what: String, _ others: JSONValue) -> JSONValue {
    what == "silence" ? others.with(["silent": true]) : others
  }

  @Test func capabilitiesSayWhatIsDone() async throws {
    try await Stage.set([.telegramWebhook, .vkCallback, .email]) { stage in
      for channel in [ChannelUnderTest.telegramWebhook, .vkCallback, .email] {
        let id = try #require(try await stage.api.channel(channel.name)?.id)
        let table = try await stage.api.get("/v1/channels/\(id)/capabilities")
        let places = try #require(table["places"]?.elements)
        let edits = places.compactMap { $0["abilities"]?["edit"]?["state"]?.string }
        #expect(edits.count == places.count && !places.isEmpty)
        if channel == .email { #expect(edits.allSatisfy { $0 == "no" }) }
        #expect(places.allSatisfy { ($0["limits"]?["text_units"]?.int ?? 0) > 0 })
      }
    }
  }
}
