import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct DraftTests {
  @Test func aTextGrowsBeforeItIsSentAndLeavesNoTrace() async throws {
    try await Stage.set([.telegramWebhook]) { stage in
      let talk = try await stage.talk(on: .telegramWebhook)
      let path = "/v1/dialogs/\(talk.dialog)/draft"
      for text in ["Your", "Your order", "Your order is **here**"] {
        let piece: JSONValue = [
          "content": .string(text), "draft_id": 7, "options": ["parse": "markdown"],
        ]
        let shown = try await stage.api.done(.POST, path, piece)
        #expect(shown == ["draft_id": 7, "supported": true])
      }
      let drafts = talk.calls("sendMessageDraft")
      #expect(
        drafts.map { $0.parameters["text"]?.string } == [
          "Your", "Your order", "Your order is here",
        ])
      #expect(try await talk.arrived().isEmpty)
      _ = try await talk.hasSaid(["content": "Your order is here."])
      #expect(try await talk.arrived() == ["Your order is here."])
      #expect(try await stage.api.events().filter { !$0.isInbound }.count == 1)
    }
  }

  @Test func wherePeopleAreShownNoneItIsSaid() async throws {
    try await Stage.set([.vkCallback]) { stage in
      let talk = try await stage.talk(on: .vkCallback)
      let shown = try await stage.api.done(
        .POST, "/v1/dialogs/\(talk.dialog)/draft", ["content": "Your"])
      #expect(shown == ["draft_id": 1, "supported": false])
    }
  }
}
