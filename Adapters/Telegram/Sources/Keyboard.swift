import AdapterKit
import EventModel
import JSON

/// The keys under a message of ours, or those that stand instead of the person's own keyboard.
struct Keyboard: JSONWritable {
  fileprivate let rows: [[Button]]
  let isInline: Bool
  /// Whether it stands in a person's own chat with the bot.
  fileprivate let isPrivate: Bool

  /// What a message's buttons become in a place.
  struct Fit {
    var keyboard: Keyboard?
    /// Those that the place has no keys for.
    var lines = RichText("")
    var losses: [Degradation] = []
  }

  /// Refuses what Telegram would refuse, or cut; what a place has not stands as text.
  ///
  /// A message has one kind of keyboard: keys under it win over the other ones.
  static func fit(_ buttons: [Button], in place: SendingPlace) throws(Refusal) -> Fit {
    var fit = Fit()
    guard !buttons.isEmpty else { return fit }
    guard buttons.count <= TelegramLimits.buttons else {
      throw Refusal(.invalid, "more than \(TelegramLimits.buttons) buttons")
    }
    var inline: [Button] = []
    var replies: [Button] = []
    var others: [Button] = []
    for button in buttons {
      let key = try Key(button)
      if key.isInline {
        inline.append(button)
      } else if key.canReply(in: place) {
        replies.append(button)
      } else {
        others.append(button)
      }
      if case .app = key, !place.isPrivate { fit.note(.appsAsLinks) }
    }
    let kept = inline.isEmpty ? replies : inline
    if !inline.isEmpty { others += replies }
    let text = ButtonText(others)
    fit.lines = text.lines
    for loss in text.degradations { fit.note(Degradation(rawValue: loss)) }
    guard !kept.isEmpty else { return fit }
    let rows = rows(of: kept)
    if rows.contains(where: { $0.count > TelegramLimits.buttonsInRow }) { fit.note(.rowsBroken) }
    fit.keyboard = Keyboard(
      rows: rows.flatMap(\.lines), isInline: !inline.isEmpty, isPrivate: place.isPrivate)
    return fit
  }

  private static func rows(of buttons: [Button]) -> [[Button]] {
    Dictionary(grouping: buttons) { $0.row ?? 0 }.sorted { $0.key < $1.key }.map(\.value)
  }

  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.name(isInline ? "inline_keyboard" : "keyboard")
      $0.array { writer in
        for row in rows { writer.array { for button in row { write(button, to: &$0) } } }
      }
      if !isInline { $0.member("resize_keyboard", true) }
    }
  }

  private func write(_ button: Button, to writer: inout JSONWriter) {
    writer.object {
      $0.member("text", button.text)
      switch try? Key(button) {
      case .callback(let data): $0.member("callback_data", data)
      case .page(let url): $0.member("url", url)
      case .app(let url):
        if isPrivate {
          $0.member("web_app") { $0.member("url", url) }
        } else {
          $0.member("url", url)
        }
      case .copy(let text): $0.member("copy_text") { $0.member("text", text) }
      case .contact: $0.member("request_contact", true)
      case .location: $0.member("request_location", true)
      case .reply, .other, nil: break
      }
      $0.member("style", Self.style(button.style))
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

extension Keyboard.Fit {
  fileprivate mutating func note(_ loss: Degradation) {
    if !losses.contains(loss) { losses.append(loss) }
  }
}

extension [Button] {
  fileprivate var lines: [[Button]] {
    stride(from: 0, to: count, by: TelegramLimits.buttonsInRow).map {
      Array(self[$0..<Swift.min($0 + TelegramLimits.buttonsInRow, count)])
    }
  }
}

extension Degradation {
  /// Applications open as pages.
  static let appsAsLinks: Self = "open_app=url"
  /// A row with too many keys is several.
  static let rowsBroken: Self = "buttons=wrapped"
}

/// The one thing that a button does.
enum Key {
  case callback(String)
  case page(String)
  case app(String)
  case copy(String)
  case reply, contact, location
  /// Nothing that Telegram has.
  case other

  init(_ button: Button) throws(Refusal) {
    guard !button.text.isEmpty else { throw Refusal(.invalid, "a button has no text") }
    let action = button.more.first { $0.name == "action" }
    switch (button.url, button.callbackData, action?.value) {
    case (let url?, nil, _): self = .page(url)
    case (nil, let data?, _):
      guard (1...TelegramLimits.callbackData).contains(data.utf8.count) else {
        throw Refusal(
          .invalid, "callback_data must have 1 to \(TelegramLimits.callbackData) bytes")
      }
      self = .callback(data)
    case (nil, nil, let action?): self = try Self.read(action)
    default: throw Refusal(.invalid, "a button needs either a url or callback_data")
    }
  }

  private static func read(_ action: JSONFragment) throws(Refusal) -> Key {
    let view = try? action.parsed()
    switch view?["type"].string {
    case "reply_text": return .reply
    case "request_contact": return .contact
    case "request_location": return .location
    case "open_app": return view?["url"].nonEmpty.map { .app($0) } ?? .other
    case "copy_text":
      guard let text = view?["text"].nonEmpty, text.utf16.count <= TelegramLimits.copiedText else {
        throw Refusal(
          .invalid, "text to copy must have 1 to \(TelegramLimits.copiedText) characters")
      }
      return .copy(text)
    default: return .other
    }
  }

  var isInline: Bool {
    switch self {
    case .callback, .page, .app, .copy: true
    case .reply, .contact, .location, .other: false
    }
  }

  /// Channels, business chats and guests have no keyboards of their own, and only a private chat
  /// gives away a number or a place.
  func canReply(in place: SendingPlace) -> Bool {
    switch self {
    case .reply: place.isPrivate || place.isGroup && !place.isEphemeral
    case .contact, .location: place.isPrivate
    default: false
    }
  }
}
