import EventModel
import JSON

/// What stands in a message: its words, files and keys, or what it tells of the chat.
struct MessageContent {
  var text = Message("")
  var attachments: [Attachment] = []
  var tags: [String] = []
  /// What the message tells of the chat; with content beside it, only a tag is left of it.
  private(set) var services: [(name: String, field: ServiceField, value: JSONView)] = []
  private(set) var isContent = false
  private(set) var buttons: [Button] = []

  /// Goes over the members once; a member that nobody knows is none of ours.
  init(_ message: JSONView) {
    for (name, value) in message.members where value.exists {
      guard let field = MessageField.byName[name], !Self.isTwin(name, in: message) else { continue }
      read(name, field, value, message)
    }
    if message["reply_markup"].exists { buttons = Self.buttons(message["reply_markup"]) }
    if isContent {
      tags += services.map { "tg:" + $0.name }
    } else if services.isEmpty {
      tags.append("tg:unknown_content")
    }
  }

  /// Whether a member only repeats another one for older clients.
  private static func isTwin(_ name: String, in message: JSONView) -> Bool {
    switch name {
    case "document": message["animation"].exists
    case "location": message["venue"].exists
    case "photo": message["live_photo"].exists
    default: false
    }
  }

  private mutating func read(
    _ name: String, _ field: MessageField, _ value: JSONView, _ message: JSONView
  ) {
    switch field {
    case .tag(let tag):
      if value.bool != false { tags.append(tag) }
      return
    case .service(let service):
      services.append((name, service, value))
      return
    case .text: setText(value, message["entities"])
    case .caption: setText(value, message["caption_entities"])
    case .named(let member, let isTagged):
      text.content = value[member: member].string ?? ""
      if isTagged { tags.append("tg:" + name) }
    case .mute: tags.append("tg:" + name)
    case .sticker:
      text.content = value["emoji"].string ?? ""
      attachments += Attachment.read(name, field, value)
    case .file, .photo, .livePhoto, .paidMedia, .location, .venue, .contact, .poll:
      attachments += Attachment.read(name, field, value)
    }
    isContent = true
  }

  private mutating func setText(_ value: JSONView, _ entities: JSONView) {
    text.content = value.string ?? ""
    if !entities.elements.isEmpty { text.entities = Self.entities(entities) }
  }

  /// Formatted stretches as they came; offsets count UTF-16 units, and nothing promises that they
  /// fit.
  private static func entities(_ view: JSONView) -> JSONFragment {
    JSONFragment { writer in
      writer.array { writer in
        for entity in view.elements where entity["type"].string != nil {
          writer.object {
            $0.member("type", entity["type"].string)
            $0.member("offset", entity["offset"].int)
            $0.member("length", entity["length"].int)
            $0.member("url", entity["url"].nonEmpty)
            $0.member("user_id", entity["user"]["id"].text)
            $0.member("language", entity["language"].nonEmpty)
            $0.member("custom_emoji_id", entity["custom_emoji_id"].nonEmpty)
          }
        }
      }
    }
  }

  private static let mostButtons = 200

  private static func buttons(_ markup: JSONView) -> [Button] {
    var buttons: [Button] = []
    for (row, keys) in zip(Int64(0)..., markup["inline_keyboard"].elements) {
      for key in keys.elements where buttons.count < mostButtons {
        var button = Button(key["text"].string ?? "")
        button.callbackData = key["callback_data"].string
        button.row = row
        button.url = key["url"].nonEmpty
        button.style = style(key["style"])
        buttons.append(button)
      }
    }
    return buttons
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
