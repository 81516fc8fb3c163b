import JSON

/// The keyboard of a message, checked.
struct TelegramMarkup: Hashable, Sendable {
  private static let mostBytes = 10_240
  private static let mostButtons = 100
  private static let callbackBytes = 1...64
  private static let copyUnits = 1...256
  private static let actions: Set<String> = [
    "callback_data", "url", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game", "pay",
    "copy_text",
  ]

  /// The inline keyboard, which is part of the message.
  var inline: JSONValue?
  /// A reply keyboard, its removal, or a forced reply.
  var other: JSONValue?

  init(_ text: String?, isPrivate: Bool) throws(TelegramError) {
    guard let text else { return }
    guard let markup = JSONValue(text: text), case .object = markup else {
      throw .badRequest("can't parse reply keyboard markup JSON object")
    }
    guard text.utf8.count <= Self.mostBytes else { throw .badRequest("REPLY_MARKUP_TOO_LONG") }
    guard let keyboard = markup["inline_keyboard"] else {
      other = markup == [:] ? nil : markup
      return
    }
    guard case .array(let rows) = keyboard else {
      throw .badRequest("can't parse inline keyboard button: expected an Array")
    }
    let buttons = rows.flatMap(\.elements)
    guard buttons.count <= Self.mostButtons else {
      throw .badRequest("reply markup is too long")
    }
    for button in buttons { try Self.check(button, isPrivate: isPrivate) }
    inline = buttons.isEmpty ? nil : ["inline_keyboard": .array(rows)]
  }

  private static func check(_ button: JSONValue, isPrivate: Bool) throws(TelegramError) {
    guard let label = button["text"]?.string, !label.isEmpty else {
      throw .badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
    }
    guard case .object(let members) = button,
      members.contains(where: { actions.contains($0.name) })
    else { throw .badRequest("Text buttons are unallowed in the inline keyboard") }
    if let data = button["callback_data"], !callbackBytes.contains(data.string?.utf8.count ?? 0) {
      throw .badRequest("BUTTON_DATA_INVALID")
    }
    if let url = button["url"]?.string, !isLink(url) { throw .badRequest("BUTTON_URL_INVALID") }
    if button["web_app"] != nil, !isPrivate { throw .badRequest("BUTTON_TYPE_INVALID") }
    if let copy = button["copy_text"],
      !copyUnits.contains(copy["text"]?.string?.utf16.count ?? 0)
    {
      throw .badRequest("BUTTON_COPY_TEXT_INVALID")
    }
  }

  private static func isLink(_ url: String) -> Bool {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    let isKnown = ["http", "https", "tg", "ton"].contains(scheme) || !url.contains(":")
    let host = scheme == url.lowercased() ? url[...] : url.dropFirst(scheme.count + 3)
    let isPlace = scheme == "tg" || host.prefix { $0 != "/" && $0 != "?" }.contains(".")
    return isKnown && isPlace && !url.contains(" ")
  }
}
