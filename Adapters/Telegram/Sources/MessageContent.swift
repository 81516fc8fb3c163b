import AdapterKit
import EventModel
import JSON

/// What stands in a message: its words, files and keys, or what it tells of the chat.
struct MessageContent {
  private(set) var text = Message("")
  private(set) var mentions: MessageInteractions.Mentions?
  private(set) var attachments: [Attachment] = []
  private(set) var tags: [String] = []
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
    if message["reply_markup"].exists { buttons = Button.read(message["reply_markup"]) + buttons }
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
    case "new_chat_participant": message["new_chat_member"].exists
    default: false
    }
  }

  private mutating func read(
    _ name: String, _ field: MessageField, _ value: JSONView, _ message: JSONView
  ) {
    switch field {
    case .circumstance, .rawOnly: return
    case .tag(let tag):
      if value.bool != false { tags.append(tag) }
      return
    case .service(let service):
      if value.bool != false { services.append((name, service, value)) }
      return
    case .formerly(let new, let service):
      if !message[member: new].exists { services.append((new, service, value)) }
      return
    case .text: set(FormattedText(value, message["entities"]))
    case .caption: set(FormattedText(value, message["caption_entities"]))
    case .richMessage: set(RichMessageReading(value))
    case .checklist:
      set(Checklist(value).text)
      tags.append("tg:" + name)
    case .named(let member, let isTagged):
      set(FormattedText(value[member: member], value["entities"]))
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

  private mutating func set(_ formatted: FormattedText) {
    text = formatted.message
    mentions = formatted.mentions
  }

  private mutating func set(_ rich: RichMessageReading) {
    set(rich.text)
    attachments += rich.attachments
    buttons += rich.buttons
  }

  private mutating func set(_ rich: RichText) {
    text = Message(telegram: rich)
  }
}
