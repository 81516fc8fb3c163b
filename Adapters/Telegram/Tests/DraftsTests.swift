import AdapterKit
import AdapterTesting
import EventModel
import Testing

@testable import TelegramAdapter

struct DraftsTests {
  @Test(arguments: GoldenCase.all())
  func normalises(_ golden: GoldenCase) throws {
    try golden.check(try Bot.adapter(), as: Bot.identity)
  }

  @Test func aKnownKindOfAnotherShapeIsKeptForABetterBuild() throws {
    let adapter = try Bot.adapter()
    let payload = Payload(
      channel: "bot", transport: "webhook", receivedAt: Timestamp(milliseconds: 0), headers: [],
      body: Array(#"{"update_id":1,"message":"no object"}"#.utf8))

    #expect(throws: PayloadError("wrong_shape", "message is no object")) {
      try adapter.drafts(from: payload, as: Bot.identity)
    }
  }
}
