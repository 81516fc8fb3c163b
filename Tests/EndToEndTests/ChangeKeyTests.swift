import JSON
import NIOHTTP1
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct ChangeKeyTests {
  @Test func editsAndDeletionsHaveKeysToo() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let path = "/v1/messages/\(try await talk.hasSaid(["content": "said"]).id)"
      let edit = try await stage.api.call(.PATCH, path, ["content": "edited"], key: "edit")
      let again = try await stage.api.call(.PATCH, path, ["content": "edited"], key: "edit")
      let other = try await stage.api.call(.PATCH, path, ["content": "else"], key: "edit")
      #expect(edit.status == 202 && again.status == 202 && edit.body == again.body)
      #expect(other.status == 422)
      try await eventually("it is edited") { try await talk.arrived() == ["edited"] }
      #expect(talk.calls("editMessageText").count == 1)
    }
  }
}
