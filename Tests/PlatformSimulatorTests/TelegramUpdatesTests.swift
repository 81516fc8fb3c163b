import JSON
import Testing

@testable import PlatformSimulator

struct TelegramUpdatesTests {
  private let now = ContinuousClock.now

  private func updates(_ ids: Int64...) -> TelegramUpdates {
    var updates = TelegramUpdates()
    for id in ids { updates.append(update(id)) }
    return updates
  }

  private func update(_ id: Int64, kind: String = "message") -> TelegramUpdate {
    TelegramUpdate(id: id, kind: kind, object: [:], queue: "q\(id % 2)", at: now)
  }

  @Test func comeAgainUntilAnOffsetConfirmsThem() {
    var updates = updates(10, 11, 12)

    #expect(updates.read(offset: 0, limit: 2, at: now).map(\.id) == [10, 11])
    #expect(updates.read(offset: 0, limit: 100, at: now).map(\.id) == [10, 11, 12])
    #expect(updates.read(offset: 12, limit: 100, at: now).map(\.id) == [12])
    #expect(updates.read(offset: 13, limit: 100, at: now).isEmpty)
    #expect(updates.count == 0)
  }

  @Test func aNegativeOffsetForgetsAllButTheLast() {
    var updates = updates(10, 11, 12)

    #expect(updates.read(offset: -1, limit: 100, at: now).map(\.id) == [12])
    #expect(updates.count == 1)
  }

  @Test func idsThatStartAnewAreGivenOut() {
    var updates = updates(2_147_483_647)
    _ = updates.read(offset: 0, limit: 100, at: now)
    updates.append(update(5))

    #expect(updates.read(offset: 2_147_483_648, limit: 100, at: now).map(\.id) == [5])
  }

  @Test func pressesAreForgottenSooner() {
    var updates = updates(1)
    updates.append(update(2, kind: "callback_query"))

    let later = now + .seconds(151)
    #expect(updates.read(offset: 0, limit: 100, at: later).map(\.id) == [1, 2])
    _ = updates.read(offset: 2, limit: 100, at: later)
    #expect(updates.count == 0)
  }

  @Test func whatAWebhookDidNotTakeIsLeftForPolling() {
    var updates = updates(10, 11, 12)
    updates.beginPosting()

    let sent = updates.depart(connections: 40, at: now)
    #expect(sent.map(\.item.id).sorted() == [10, 11])
    for departure in sent {
      updates.settle(
        departure.lane, departure.item.id == 10 ? .again(after: .zero) : .done, at: now)
    }
    updates.endPosting()

    #expect(updates.read(offset: 0, limit: 100, at: now).map(\.id) == [10, 12])
  }

  @Test func threeKindsComeOnlyToThoseWhoAsk() {
    var updates = TelegramUpdates()

    #expect(updates.wants("message") && !updates.wants("chat_member"))
    updates.allowed = ["chat_member"]
    #expect(!updates.wants("message") && updates.wants("chat_member"))
    #expect(updates.wants("a_kind_of_tomorrow"))
  }

  /// As Telegram's servers write it: a line feed after the id, letters beyond ASCII escaped.
  @Test func areWrittenAsTelegramWritesThem() throws {
    let update = TelegramUpdate(
      id: 7, kind: "message", object: ["text": "Да 👍"], queue: "q", at: now)

    let text = String(decoding: update.body, as: UTF8.self)
    let escaped = #""message":{"text":"\u0414\u0430 \ud83d\udc4d"}}"#
    #expect(text == "{\"update_id\":7,\n" + escaped)
    #expect(try JSONValue(parsing: update.body)["message"]?["text"] == "Да 👍")
  }
}
