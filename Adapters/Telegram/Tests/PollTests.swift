import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

struct PollTests {
  private let adapter: TelegramAdapter

  init() throws { adapter = try Bot.adapter("transport: polling") }

  @Test func theFirstPollRemovesAWebhookAndKeepsWhatWaits() async throws {
    let platform = ScriptedTransport(
      .json(#"{"ok":true,"result":true}"#), .json(#"{"ok":true,"result":[]}"#))

    let batch = try await adapter.poll(after: nil, over: platform)

    #expect(batch.items.isEmpty)
    #expect(batch.cursor == nil)
    #expect(platform.requests.map(\.method) == ["deleteWebhook", "getUpdates"])
    #expect(platform.requests[0].bodyText == #"{"drop_pending_updates":false}"#)
  }

  @Test func asksForWhatIsBehindTheCursorAndForEveryKind() async throws {
    let platform = ScriptedTransport(.json(#"{"ok":true,"result":[]}"#))

    _ = try await adapter.poll(after: PollCursor("updates", "482000007"), over: platform)

    let request = try #require(platform.requests.first)
    let body = try JSONValue(parsing: request.bodyText.utf8)
    #expect(body["offset"] == 482_000_007)
    #expect(body["allowed_updates"]?.elements.count == 27)
    #expect(request.timeout > .seconds(body["timeout"]?.int ?? .max))
  }

  @Test func cutsTheAnswerIntoUpdatesByteForByte() async throws {
    let first = #"{"update_id":7,"message":{"text":"a\"]},[{ \\"}}"#
    let second = #"{"update_id": 8, "x":[[1],{"y":[]}]}"#
    let platform = ScriptedTransport(.json(#"{"ok":true, "result" : [\#(first) , \#(second) ]}"#))

    let batch = try await adapter.poll(after: PollCursor("updates", "7"), over: platform)

    #expect(batch.items.map { String(decoding: $0.body, as: UTF8.self) } == [first, second])
    #expect(batch.cursor == PollCursor("updates", "9"))
  }

  @Test func theGreatestNumberHasANextOne() async throws {
    let platform = ScriptedTransport(.json(#"{"ok":true,"result":[{"update_id":2147483647}]}"#))

    let batch = try await adapter.poll(after: PollCursor("updates", "1"), over: platform)

    #expect(batch.cursor?.value == "2147483648")
  }

  private static func conflict(_ words: String) -> ScriptedTransport.Answer {
    .json(#"{"ok":false,"error_code":409,"description":"Conflict: \#(words)"}"#, status: 409)
  }

  @Test func somebodyElseWhoPollsIsAConflict() async throws {
    let platform = ScriptedTransport(
      Self.conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running"))

    await #expect(
      throws: SendFailure.unavailable(
        DeliveryError(
          .unavailable, code: "409",
          "conflict: another program polls this bot; each of the two sees half of its updates"))
    ) {
      try await adapter.poll(after: PollCursor("updates", "1"), over: platform)
    }
    #expect(platform.requests.map(\.method) == ["getUpdates"])
  }

  @Test func aWebhookThatIsInTheWayIsRemovedWithoutLosingAnything() async throws {
    let platform = ScriptedTransport(
      Self.conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"),
      .json(#"{"ok":true,"result":true}"#))

    await #expect(
      throws: SendFailure.unavailable(
        DeliveryError(
          .unavailable, code: "409",
          "conflict: the bot had a webhook, which is removed now"))
    ) {
      try await adapter.poll(after: PollCursor("updates", "1"), over: platform)
    }
    #expect(platform.requests.map(\.method) == ["getUpdates", "deleteWebhook"])
    #expect(platform.requests[1].bodyText == #"{"drop_pending_updates":false}"#)
  }

  @Test(arguments: [
    ("transport: polling", true), ("transport: auto", true),
    ("transport: auto\nwebhook_secret: abc", false),
    ("transport: webhook\nwebhook_secret: abc", false),
  ])
  func isPolledWhenNoWebhookIsWanted(settings: String, isPolled: Bool) throws {
    #expect(try Bot.adapter(settings).isPolled == isPolled)
  }
}
