import EventModel
import JSON

extension Button {
  static let mostRead = 200

  /// The keys under a message.
  static func read(_ markup: JSONView) -> [Button] {
    var buttons: [Button] = []
    for (row, keys) in zip(Int64(0)..., markup["inline_keyboard"].elements) {
      for key in keys.elements where buttons.count < mostRead {
        if let button = Button(reading: key, row: row) { buttons.append(button) }
      }
    }
    return buttons
  }

  /// One key; of a kind that nobody knows its text is left, and without one it is none.
  init?(reading key: JSONView, row: Int64) {
    guard let text = key["text"].nonEmpty else { return nil }
    self.init(text)
    callbackData = key["callback_data"].string
    self.row = row
    url = key["url"].nonEmpty ?? key["login_url"]["url"].nonEmpty
    style = Self.style(key["style"])
  }

  private static func style(_ style: JSONView) -> String? {
    switch style.string {
    case "primary": "primary"
    case "success": "positive"
    case "danger": "negative"
    default: nil
    }
  }
}
