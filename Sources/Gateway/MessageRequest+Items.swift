import EventModel
import JSON

extension BodyReader {
  /// Files by reference: how the platform names them, or where they are.
  mutating func attachments() -> [Attachment] {
    objects("attachments", atMost: 10) { item in
      let kind = item.choice("type", of: attachmentKinds, isRequired: true)
      var attachment = Attachment(.init(rawValue: kind ?? ""))
      attachment.platformFileID = item.name("platform_file_id", atMost: 1_000)
      attachment.externalURL = item.url("url")
      attachment.fileName = item.name("file_name", atMost: 255)
      attachment.mimeType = item.name("mime_type", atMost: 255)
      if (attachment.platformFileID == nil) == (attachment.externalURL == nil) {
        item.note("needs either platform_file_id or url")
      }
      return attachment
    }
  }

  mutating func buttons() -> [Button] {
    objects("buttons", atMost: 100) { item in
      let text = item.name("text")
      if text == nil { item.require("text") }
      var button = Button(text ?? "")
      button.callbackData = item.name("callback_data", atMost: 4_096)
      button.url = item.url("url")
      button.row = item.take("row", as: Int64.self)
      if let row = button.row, !(0..<100).contains(row) {
        item.note("is not from 0 to 99", in: "row")
      }
      button.style = item.choice("style", of: ["default", "primary", "positive", "negative"])
      return button
    }
  }

  mutating func sender() -> Sender? {
    object("sender") { sender in
      let kind = sender.choice(
        "type", of: ["user", "assistant", "admin", "system"], isRequired: true)
      let id = sender.name("id")
      if id == nil { sender.require("id") }
      return Sender(.init(rawValue: kind ?? ""), id: id)
    }
  }

  /// One of a few words.
  private mutating func choice(
    _ name: String, of choices: [String], isRequired: Bool = false
  ) -> String? {
    guard let word = take(name, as: String.self) else {
      if isRequired { require(name) }
      return nil
    }
    if choices.contains(word) { return word }
    note("is none of \(choices.joined(separator: ", "))", in: name)
    return nil
  }

  private mutating func url(_ name: String) -> String? {
    guard let url = text(name, atMost: 2_048) else { return nil }
    let isClean = url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    let hasScheme = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) }
    if isClean, hasScheme { return url }
    note("is no address that begins with http:// or https://", in: name)
    return nil
  }
}

private let attachmentKinds = [
  "photo", "video", "document", "voice", "audio", "sticker", "animation",
]
