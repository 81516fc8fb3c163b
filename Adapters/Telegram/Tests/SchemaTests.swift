import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
import Testing

@testable import TelegramAdapter

/// Every name of the Bot API's schema has a place here; a new version of the list shows what is
/// missing.
struct SchemaTests {
  private static func names(_ list: StaticString) throws -> [String] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Cases/bot-api-names.json")
    let schema = try JSONDocument(parsing: Array(try Data(contentsOf: file))).root
    return schema[list].elements.compactMap(\.string)
  }

  /// Members that say who, where and when, or are raw only: without content beside them a message
  /// says nothing that we know.
  private static func isContent(_ field: MessageField) -> Bool {
    switch field {
    case .circumstance, .rawOnly, .tag: false
    default: true
    }
  }

  @Test func everyKindOfUpdateIsKnownAndNoOtherIs() throws {
    #expect(try Set(Self.names("updates")) == Set(UpdateKind.allCases.map(\.rawValue)))
    #expect(try Self.names("updates").count == 27)
  }

  @Test func everyMemberOfAMessageIsKnownAndNoOtherIs() throws {
    let names = Set(try Self.names("message"))
    let known = MessageField.byName.filter { _, field in
      if case .formerly = field { false } else { true }
    }

    #expect(names.count == 120)
    #expect(names.subtracting(known.keys).sorted() == [])
    #expect(Set(known.keys).subtracting(names).sorted() == [])
  }

  @Test(arguments: try names("message"))
  func aMessageWithThatMemberAloneIsReadByIt(name: String) throws {
    let field = try #require(MessageField.byName[name])
    let shared = ["message_id", "date", "chat", "from"].filter { $0 != name }.map {
      switch $0 {
      case "chat": "\"chat\":{\"id\":5,\"type\":\"private\",\"first_name\":\"A\"}"
      case "from": "\"from\":{\"id\":5,\"is_bot\":false,\"first_name\":\"A\"}"
      default: "\"\($0)\":1790000000"
      }
    }
    guard name != "chat" else { return }
    let value = name == "message_id" || name == "date" ? "1790000000" : "{\"id\":7}"
    let members = (shared + ["\"\(name)\":\(value)"]).joined(separator: ",")
    let reading = try read("{\"update_id\":1,\"message\":{\(members)}}")

    guard !reading.drafts.isEmpty else {
      #expect(reading.silence != nil, "nothing comes of \(name), and nobody says why")
      return
    }
    let tags = reading.drafts.flatMap { draft -> [String] in
      if case .event(let event) = draft { event.tags } else { [] }
    }
    #expect(tags.contains("tg:unknown_content") == !Self.isContent(field))
  }

  @Test(arguments: try names("updates"))
  func anUpdateOfThatKindIsReadOrRefusedAndNeverUnknown(name: String) throws {
    do {
      let reading = try read("{\"update_id\":1,\"\(name)\":{}}")
      #expect(!reading.drafts.isEmpty || reading.silence != nil)
      #expect(reading.silence?.hasPrefix("unknown_type") != true)
    } catch {
      #expect(["no_chat", "no_connection", "wrong_shape"].contains(error.code))
    }
  }

  private func read(_ body: String) throws(PayloadError) -> Reading {
    try TelegramAdapter.forReading?.drafts(
      from: Payload(
        channel: "bot", transport: "webhook", receivedAt: Timestamp(seconds: 1_800_000_000),
        body: Array(body.utf8)),
      as: Bot.identity) ?? Reading([])
  }
}
