import EventModel
import JSON

extension BodyReader {
  /// Keys of a keyboard, in the flat form or with a nested `action` (FIELDS §8).
  mutating func buttons() -> [Button] {
    objects("buttons", atMost: 100) { item in item.button() }
  }

  private mutating func button() -> Button {
    var button = Button(required("text", atMost: 200) ?? "")
    button.callbackData = name("callback_data", atMost: Self.longestCallbackData)
    button.url = url("url")
    button.row = number("row", in: 0...99)
    button.style = choice("style", of: ["default", "primary", "positive", "negative"])
    let isFlat = button.callbackData != nil || button.url != nil
    if button.callbackData != nil, button.url != nil {
      note("does not go with url: a button does one thing", in: "callback_data")
    }
    if let action = action(into: &button) {
      if isFlat { note("does not go with callback_data and url", in: "action") }
      button.more = [JSONMember("action", action)]
    }
    return button
  }

  /// The action of a nested form; those that the flat form has become flat.
  private mutating func action(into button: inout Button) -> JSONFragment? {
    var flat = Button("")
    let kept = object("action") { action -> JSONFragment? in
      switch action.choice("type", of: buttonActions, isRequired: true) {
      case "callback":
        flat.callbackData = action.required("data", atMost: Self.longestCallbackData)
      case "open_url":
        flat.url = action.url("url")
        if flat.url == nil { action.require("url") }
        _ = action.name("target", atMost: 20)
      case "copy_text": _ = action.required("text", atMost: 256)
      case "open_app": action.takeApp()
      case "custom_action":
        _ = action.required("name", atMost: 200)
        _ = action.take("payload", as: JSONFragment.self)
      default: break
      }
      return action.whole
    }
    button.callbackData = button.callbackData ?? flat.callbackData
    button.url = button.url ?? flat.url
    return flat == Button("") ? kept : nil
  }

  private mutating func takeApp() {
    let page = url("url")
    let app = number("app_id", in: 1...Int64.max)
    _ = take("owner_id", as: Int64.self)
    _ = text("hash", atMost: 1_000)
    if page == nil, app == nil { note("needs a url or an app_id") }
  }

  private static var longestCallbackData: Int { 4_096 }
}

private let buttonActions = [
  "callback", "open_url", "copy_text", "open_app", "reply_text", "request_contact",
  "request_location", "custom_action",
]
