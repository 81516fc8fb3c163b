import JSON

/// The rules of VK's keyboards; error 911 where they are broken.
enum VKKeyboard {
  /// Rows and buttons in all; a row holds five.
  private static let regular = (rows: 10, buttons: 40)
  private static let inline = (rows: 6, buttons: 10)
  private static let buttonsInRow = 5
  private static let longestLabel = 40
  private static let longestPayload = 255
  private static let types = [
    "text", "callback", "open_link", "location", "vkpay", "open_app", "open_photo",
    "intent_subscribe", "intent_unsubscribe",
  ]

  /// The keyboard of a call; nil when there is none.
  static func checked(_ text: String?) throws(VKError) -> JSONValue? {
    guard let text else { return nil }
    guard let keyboard = JSONValue(text: text), isWellFormed(keyboard) else { throw .known(911) }
    return keyboard
  }

  private static func isWellFormed(_ keyboard: JSONValue) -> Bool {
    guard case .array(let rows) = keyboard["buttons"] else { return false }
    let isInline = keyboard["inline"] == true
    let most = isInline ? inline : regular
    let buttons = rows.flatMap(\.elements)
    return rows.count <= most.rows && buttons.count <= most.buttons
      && rows.allSatisfy { (1...buttonsInRow).contains($0.elements.count) }
      && !(isInline && keyboard["one_time"] == true) && buttons.allSatisfy(isWellFormed(button:))
  }

  private static func isWellFormed(button: JSONValue) -> Bool {
    guard let action = button["action"], let type = action["type"]?.string, types.contains(type)
    else { return false }
    let label = action["label"]?.string
    if ["text", "callback"].contains(type), label?.isEmpty ?? true { return false }
    return (label?.count ?? 0) <= longestLabel && isWellFormed(payload: action["payload"])
  }

  /// A JSON text or, as vkbottle sends it, an object.
  private static func isWellFormed(payload: JSONValue?) -> Bool {
    switch payload {
    case nil, .object: true
    case .string(let text):
      text.count <= longestPayload && (text.isEmpty || JSONValue(text: text) != nil)
    default: false
    }
  }
}
