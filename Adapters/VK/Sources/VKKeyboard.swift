import AdapterKit
import EventModel
import JSON

/// Buttons as VK shows them inside a message, or why it cannot.
struct VKKeyboard {
  private let rows: [[Button]]

  /// What becomes of a message's buttons.
  struct Fitting {
    /// The keyboard, as VK reads it.
    var keyboard: String?
    /// What stands in the text instead, where there is no room for keys.
    var lines = RichText("")
    var losses: [Degradation] = []
  }

  /// VK refuses a whole message for one button too many.
  static func fit(_ buttons: [Button], intoKeyboard allowed: Bool) throws(Refusal) -> Fitting {
    guard !buttons.isEmpty else { return Fitting() }
    let keyboard = VKKeyboard(buttons)
    if allowed, keyboard.fits {
      return Fitting(keyboard: String(decoding: try keyboard.fragment().bytes, as: UTF8.self))
    }
    let text = ButtonText(buttons)
    return Fitting(
      lines: text.lines, losses: text.degradations.map(Degradation.init(rawValue:)))
  }

  /// An edited message loses its keys by it.
  static let none = #"{"inline":true,"buttons":[]}"#

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
        row.count <= most.columns
          && row.allSatisfy { $0.text.utf16.count <= most.label && VKAction($0) != nil }
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
    let action = VKAction(button) ?? .text
    return .object {
      $0.member("action", object: { action.write(button, payload, to: &$0) })
      if action.isColoured { $0.member("color", color(button.style)) }
    }
  }

  private static func color(_ style: String?) -> String? {
    switch style {
    case "primary", "positive", "negative": style
    case "default": "secondary"
    default: nil
    }
  }
}

/// What a press does, by VK's name of it.
enum VKAction: Hashable {
  case text, callback, location
  case page(String)
  case app(id: Int64, owner: Int64?, hash: String?)

  /// Nil for keys that VK has not: sharing one's number, copying a text.
  init?(_ button: Button) {
    if let url = button.url {
      self = .page(url)
      return
    }
    if button.callbackData != nil {
      self = .callback
      return
    }
    guard let member = button.more.first(where: { $0.name == "action" }),
      let action = try? member.value.parsed()
    else {
      self = .text
      return
    }
    switch action["type"].string {
    case "reply_text": self = .text
    case "request_location": self = .location
    case "open_app":
      guard let id = action["app_id"].int else { return nil }
      self = .app(id: id, owner: action["owner_id"].int, hash: action["hash"].nonEmpty)
    default: return nil
    }
  }

  var isColoured: Bool { self == .text || self == .callback }

  func write(_ button: Button, _ payload: String?, to writer: inout JSONWriter) {
    switch self {
    case .text: writer.member("type", "text")
    case .callback: writer.member("type", "callback")
    case .location: writer.member("type", "location")
    case .page: writer.member("type", "open_link")
    case .app(let id, let owner, let hash):
      writer.member("type", "open_app")
      writer.member("app_id", id)
      writer.member("owner_id", owner)
      writer.member("hash", hash)
    }
    if self != .location { writer.member("label", button.text) }
    if case .page(let url) = self { writer.member("link", url) }
    writer.member("payload", payload)
  }
}
