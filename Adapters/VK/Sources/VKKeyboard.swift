import AdapterKit
import EventModel
import JSON

/// Buttons as VK shows them inside a message, or why it cannot.
struct VKKeyboard {
  private let rows: [[Button]]

  /// What becomes of a message's buttons.
  enum Fitting {
    case nothing
    case keyboard(JSONFragment)
    /// Links alone can stand in the text, where there is no room for keys.
    case textLinks(String)

    var keyboard: JSONFragment? {
      guard case .keyboard(let fragment) = self else { return nil }
      return fragment
    }

    var links: String? {
      guard case .textLinks(let links) = self else { return nil }
      return links
    }
  }

  /// VK refuses a whole message for one button too many.
  static func fit(_ buttons: [Button], intoKeyboard allowed: Bool) throws(Refusal) -> Fitting {
    guard !buttons.isEmpty else { return .nothing }
    let keyboard = VKKeyboard(buttons)
    if allowed, keyboard.fits { return .keyboard(try keyboard.fragment()) }
    let links = buttons.compactMap { button in button.url.map { "\(button.text): \($0)" } }
    guard links.count == buttons.count else {
      throw Refusal(
        .unsupported,
        allowed
          ? "VK shows at most 10 buttons in 6 rows of 5, with 40 characters each"
          : "VK has no buttons under comments")
    }
    return .textLinks(links.joined(separator: "\n"))
  }

  private init(_ buttons: [Button]) {
    rows = buttons.contains { $0.row != nil } ? Self.byRow(buttons) : Self.spread(buttons)
  }

  /// Buttons without a row stand above the others.
  private static func byRow(_ buttons: [Button]) -> [[Button]] {
    Dictionary(grouping: buttons) { $0.row ?? .min }.sorted { $0.key < $1.key }.map(\.value)
  }

  /// One below the other as long as there are rows for it, then in pairs.
  private static func spread(_ buttons: [Button]) -> [[Button]] {
    guard buttons.count > VKLimits.buttons.rows else { return buttons.map { [$0] } }
    return stride(from: 0, to: buttons.count, by: 2).map {
      Array(buttons[$0..<min($0 + 2, buttons.count)])
    }
  }

  private var fits: Bool {
    let most = VKLimits.buttons
    let all = rows.reduce(0) { $0 + $1.count }
    return all <= most.all && rows.count <= most.rows
      && rows.allSatisfy { row in
        row.count <= most.columns && row.allSatisfy { $0.text.utf16.count <= most.label }
      }
  }

  private func fragment() throws(Refusal) -> JSONFragment {
    var shown: [[JSONFragment]] = []
    for row in rows {
      var line: [JSONFragment] = []
      for button in row { line.append(try Self.fragment(of: button)) }
      shown.append(line)
    }
    return .object {
      $0.member("inline", true)
      $0.member("buttons", shown)
    }
  }

  private static func fragment(of button: Button) throws(Refusal) -> JSONFragment {
    guard !button.text.isEmpty else { throw Refusal(.invalid, "a button without a text") }
    var payload: String?
    if button.url == nil, let data = button.callbackData {
      guard let short = VKButtonPayload.outgoing(data) else {
        throw Refusal(.unsupported, "VK takes at most 255 characters of callback_data")
      }
      payload = short
    }
    return .object {
      $0.member("action", object: { action(of: button, payload, to: &$0) })
      if button.url == nil { $0.member("color", color(button.style)) }
    }
  }

  private static func action(
    of button: Button, _ payload: String?, to writer: inout JSONWriter
  ) {
    let type = button.url != nil ? "open_link" : payload != nil ? "callback" : "text"
    writer.member("type", type)
    writer.member("label", button.text)
    writer.member("link", button.url)
    writer.member("payload", payload)
  }

  private static func color(_ style: String?) -> String? {
    switch style {
    case "primary", "positive", "negative": style
    case "default": "secondary"
    default: nil
    }
  }
}
