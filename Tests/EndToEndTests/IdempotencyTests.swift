import JSON
import NIOHTTP1
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct IdempotencyTests {
  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback, .email])
  func aKeyHasOneAnswerAlsoAfterARestart(on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let talk = try await stage.talk(on: channel)
      let path = "/v1/dialogs/\(talk.dialog)/messages"
      let body: JSONValue = ["content": "only once"]
      let first = try await stage.api.post(path, body, key: "order-1")
      let again = try await stage.api.post(path, body, key: "order-1")
      let other = try await stage.api.post(path, ["content": "another"], key: "order-1")
      #expect(first.status == 202 && first.headers.first(name: "Idempotency-Replayed") == nil)
      #expect(again.status == 202 && again.body == first.body)
      #expect(again.headers.first(name: "Idempotency-Replayed") == "true")
      #expect(other.status == 422, "\(other.text)")
      #expect(try other.json["code"] == "idempotency_key_reused")
      _ = try await stage.api.ended(try first.json["event"]?.id ?? "")

      try await stage.cutPower(after: .zero)
      let later = try await stage.api.post(path, body, key: "order-1")
      let otherLater = try await stage.api.post(path, ["content": "another"], key: "order-1")
      #expect(later.status == 202 && later.body == first.body)
      #expect(otherLater.status == 422)
      #expect(try await talk.arrived() == ["only once"])
    }
  }

  @Test func manyCallersWithOneKeySendOnce() async throws {
    try await Stage.set([.vkCallback]) { stage in
      let talk = try await stage.talk(on: .vkCallback)
      let path = "/v1/dialogs/\(talk.dialog)/messages"
      let answers = try await withThrowingTaskGroup(of: APIClient.Answer.self) { group in
        for _ in 0..<16 {
          group.addTask { try await stage.api.post(path, ["content": "at once"], key: "race") }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let taken = answers.filter { $0.status == 202 }
      #expect(!taken.isEmpty && Set(taken.map(\.body)).count == 1)
      #expect(answers.allSatisfy { $0.status == 202 || $0.status == 409 })
      _ = try await stage.api.ended(try taken[0].json["event"]?.id ?? "")
      #expect(try await talk.arrived() == ["at once"])
    }
  }
}
