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
}
