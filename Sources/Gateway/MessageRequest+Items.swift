import EventModel
import JSON

extension BodyReader {
  /// Files by reference, and things that carry their own data.
  mutating func attachments() -> [Attachment] {
    objects("attachments", atMost: 10) { item in item.attachment() }
  }

  private mutating func attachment() -> Attachment {
    let kind = choice("type", of: attachmentKinds)
    var attachment = Attachment(.init(rawValue: kind ?? ""))
    attachment.id = name("id", atMost: 100)
    attachment.platformFileID = name("platform_file_id", atMost: 1_000)
    attachment.externalURL = url("url")
    attachment.fileName = name("file_name", atMost: 255)
    attachment.mimeType = name("mime_type", atMost: 255)
    attachment.fileSize = number("file_size", in: 0...Int64.max)
    attachment.width = number("width", in: 1...100_000)
    attachment.height = number("height", in: 1...100_000)
    attachment.durationSeconds = number("duration_seconds", in: 0...604_800)
    takeStorage(into: &attachment)
    let things = things()
    attachment.more = things
    if let thing = things.first, kind != nil, thing.name != kind {
      note("goes with the type \"\(thing.name)\" only", in: thing.name)
    }
    let sources = [attachment.id, attachment.platformFileID, attachment.externalURL]
    if sources.count(where: { $0 != nil }) + things.count != 1 {
      note("needs one of id, url, platform_file_id and a thing's own data, and no more")
    }
    if attachment.id == nil, attachment.externalURL == nil, kind == nil { require("type") }
    return attachment
  }

  /// The reference's own shape of a file that was uploaded: where it is stored stands for the `id`
  /// if we store it, else for the `url`.
  private mutating func takeStorage(into attachment: inout Attachment) {
    _ = text("storage_path", atMost: 2_048)
    guard let place = text("storage_url", atMost: 2_048) else { return }
    let pieces = place.split(separator: "/", omittingEmptySubsequences: false)
    if pieces.count >= 4, pieces.last == "content",
      pieces[pieces.count - 3] == "attachments", pieces[pieces.count - 4] == "v1"
    {
      if attachment.id == nil { attachment.id = String(pieces[pieces.count - 2]) }
    } else if attachment.externalURL == nil {
      attachment.externalURL = url("storage_url")
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
}

private let attachmentKinds = [
  "photo", "video", "document", "voice", "audio", "sticker", "animation", "location", "contact",
  "poll", "dice", "checklist",
]
