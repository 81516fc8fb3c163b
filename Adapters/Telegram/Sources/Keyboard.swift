import AdapterKit
import EventModel
import JSON

/// The keys under a message of ours.
struct Keyboard: JSONWritable {
  private let rows: [[Button]]

  private static let longestData = 64
  private static let mostButtons = 100

  /// Nil when there are none; refuses what Telegram would refuse, or cut.
  init?(_ buttons: [Button]) throws(Refusal) {
    guard !buttons.isEmpty else { return nil }
    guard buttons.count <= Self.mostButtons else {
      throw Refusal(.invalid, "more than \(Self.mostButtons) buttons")
    }
    for button in buttons { try Self.check(button) }
    rows = Dictionary(grouping: buttons) { $0.row ?? 0 }.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func check(_ button: Button) throws(Refusal) {
    guard !button.text.isEmpty else { throw Refusal(.invalid, "a button has no text") }
    switch (button.url, button.callbackData) {
    case (_?, nil): break
    case (nil, let data?):
      guard (1...longestData).contains(data.utf8.count) else {
        throw Refusal(.invalid, "callback_data must have 1 to \(longestData) bytes")
      }
    default: throw Refusal(.invalid, "a button needs either a url or callback_data")
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.name("inline_keyboard")
      $0.array { writer in
        for row in rows { writer.array { for button in row { Self.write(button, to: &$0) } } }
      }
    }
  }

  private static func write(_ button: Button, to writer: inout JSONWriter) {
    writer.object {
      $0.member("text", button.text)
      $0.member("url", button.url)
      $0.member("callback_data", button.callbackData)
      $0.member("style", style(button.style))
    }
  }

  private static func style(_ style: String?) -> String? {
    switch style {
    case "primary": "primary"
    case "positive": "success"
    case "negative": "danger"
    default: nil
    }
  }
}
