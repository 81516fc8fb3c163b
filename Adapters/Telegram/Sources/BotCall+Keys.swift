import AdapterKit
import EventModel
import JSON

extension Degradation {
  /// Telegram took the keyboard without those of its keys that open a page.
  static let pagesDropped: Self = "url_buttons=dropped"
  /// The same of links to a person who hides from links.
  static let personsDropped: Self = "user_buttons=dropped"
  static let copiesDropped: Self = "copy_buttons=dropped"
  static let appsDropped: Self = "app_buttons=dropped"
}

extension BotCall {
  /// Takes away all keys, and says whether there were any; a call that only brings keys has nothing
  /// left then.
  mutating func dropKeys() -> Bool {
    guard !method.hasSuffix("ReplyMarkup") else { return false }
    return remove("reply_markup")
  }

  /// Takes away the keys of the kind that Telegram refused, and leaves the others.
  mutating func dropKeys(_ loss: Degradation) -> Bool {
    guard let rows = view("reply_markup")?["inline_keyboard"] else { return false }
    var isChanged = false
    var left: [[JSONFragment]] = []
    for row in rows.elements {
      let all = Array(row.elements)
      let keys = all.filter { !Self.is($0, what: loss) }
      if keys.count < all.count { isChanged = true }
      if !keys.isEmpty { left.append(keys.map { JSONFragment($0) }) }
    }
    guard isChanged else { return false }
    if left.isEmpty { return dropKeys() }
    self["reply_markup"] = .object {
      $0.name("inline_keyboard")
      $0.array { writer in
        for row in left { writer.array { for key in row { $0.value(key) } } }
      }
    }
    return true
  }

  private static func `is`(_ key: JSONView, what loss: Degradation) -> Bool {
    switch loss {
    case .pagesDropped: key["url"].exists
    case .personsDropped: key["url"].string?.hasPrefix("tg://user") == true
    case .copiesDropped: key["copy_text"].exists
    case .appsDropped: key["web_app"].exists
    default: false
    }
  }
}
