import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

/// What Telegram called what was sent.
struct ReceiptTests {
  private func messages(
    of method: String, _ parameters: (inout JSONWriter) -> Void, answered result: String
  ) async throws -> [MessageKey] {
    let part = Part(
      .object {
        $0.member("method", method)
        $0.member("parameters", object: parameters)
      })
    let platform = ScriptedTransport(.json(#"{"ok":true,"result":\#(result)}"#))
    return try await Bot.adapter().send(part, with: [], over: platform).messages
  }

  @Test func copiesAreNamedByTheirNumbersAlone() async throws {
    let keys = try await messages(
      of: "copyMessages", { $0.member("chat_id", -100_500) },
      answered: #"[{"message_id":7},{"message_id":8}]"#)

    #expect(keys == ["7", "8"].map { MessageKey(space: "-100500", id: $0) })
  }

  @Test func aCopyIntoABusinessChatIsInItsOwnNameSpace() async throws {
    let keys = try await messages(
      of: "sendMessage",
      {
        $0.member("chat_id", 5)
        $0.member("business_connection_id", "Q9")
      }, answered: #"{"message_id":7}"#)

    #expect(keys == [MessageKey(space: "Q9:5", id: "7")])
  }

  @Test func whatAGuestSaidHasANameOfItsOwn() async throws {
    let keys = try await messages(
      of: "answerGuestQuery", { $0.member("guest_query_id", "1") },
      answered: #"{"inline_message_id":"AAguest"}"#)

    #expect(keys == [MessageKey(space: "inline", id: "AAguest")])
  }

  /// As a press under it names it later.
  @Test func whatOnePersonSeesIsNamedByItsTimeToo() async throws {
    let keys = try await messages(
      of: "sendMessage", { $0.member("chat_id", -100_500) },
      answered: """
        {"message_id":0,"ephemeral_message_id":78,"date":1790000000,"chat":{"id":-100500}}
        """)

    #expect(keys == [MessageKey(space: "-100500", id: "eph_78@1790000000")])
  }

  @Test(arguments: ["editMessageText", "setMessageReaction", "stopPoll", "pinChatMessage"])
  func whatStoodAlreadyIsNoNewMessage(_ method: String) async throws {
    let keys = try await messages(
      of: method, { $0.member("chat_id", 5) },
      answered: #"{"message_id":7,"chat":{"id":5}}"#)

    #expect(keys.isEmpty)
  }
}
