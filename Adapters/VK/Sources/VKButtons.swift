import EventModel
import JSON

/// The keys of a keyboard that came with a message.
enum VKButtons {
  /// VK's own bound of a keyboard.
  private static let most = 40

  static func read(_ keyboard: JSONView) -> [Button] {
    var all: [Button] = []
    for (number, row) in keyboard["buttons"].elements.prefix(most).enumerated() {
      for button in row.elements.prefix(most) {
        all.append(read(button, row: Int64(number)))
      }
    }
    return Array(all.prefix(most))
  }

  private static func read(_ view: JSONView, row: Int64) -> Button {
    let action = view["action"]
    var button = Button(action["label"].string ?? "")
    button.row = row
    switch action["type"].string {
    case "callback", "text":
      button.callbackData = VKButtonPayload.text(action["payload"])
      button.style = style(view["color"].string)
    case "open_link":
      button.url = action["link"].nonEmpty
    default: break
    }
    return button
  }

  private static func style(_ color: String?) -> String? {
    switch color {
    case "secondary": "default"
    case "primary", "positive", "negative": color
    default: nil
    }
  }
}

/// What a button says when it is pressed: a JSON object to VK, any text to us.
///
/// A text of ours that is no JSON object travels as `{"channeld": "…"}` and comes back bare.
enum VKButtonPayload {
  /// VK's bound, in characters.
  static let longest = 255

  private static let wrapper: StaticString = "channeld"

  /// The text as VK takes it; nil when it is too long.
  static func outgoing(_ text: String) -> String? {
    let isObject = (try? JSONDocument(parsing: text.utf8).root.kind) == .object
    let payload =
      isObject
      ? text
      : String(
        decoding: JSONFragment.object { $0.member(wrapper, text) }.bytes, as: UTF8.self)
    return payload.utf16.count <= longest ? payload : nil
  }

  /// The text of a payload that came in: a string as it stands, anything else as JSON.
  static func text(_ payload: JSONView) -> String? {
    switch payload.kind {
    case .missing, .null: nil
    case .string:
      (try? JSONDocument(parsing: payload.withUTF8 { Array($0) } ?? []).root)
        .flatMap(unwrapped) ?? payload.string
    default:
      unwrapped(payload) ?? String(decoding: JSONFragment(payload).bytes, as: UTF8.self)
    }
  }

  private static func unwrapped(_ payload: JSONView) -> String? { payload[wrapper].string }
}
