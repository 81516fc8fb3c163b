import JSON

/// A file as a call names it: a file of the form, `attach://part`, a file id, or a URL.
struct TelegramFileReference {
  var kind: String
  /// What the parameter says.
  var text: String?
  var parameters: RequestParameters
  /// The part of the form that is the file when the parameter says nothing.
  var part = ""
}

extension TelegramBot {
  /// Puts the file of a call and its caption into a message.
  mutating func fill(
    _ message: inout TelegramMessage, _ kind: String, _ call: TelegramCall
  ) throws(TelegramError) {
    let file = try stored(
      TelegramFileReference(
        kind: kind, text: call.parameters[kind], parameters: call.parameters, part: kind))
    let hasCaption = kind != "sticker" && kind != "video_note"
    let caption = hasCaption ? try call.caption().captionMembers : [:]
    message.content = JSONValue.members([kind: object(of: file, kind)]).merging(caption)
    message.files = [file.sent]
  }

  /// Puts media that cost stars into a message.
  mutating func fillPaid(
    _ message: inout TelegramMessage, _ call: TelegramCall
  ) throws(TelegramError) {
    guard let stars = call.int("star_count"), (1...25_000).contains(stars) else {
      throw .badRequest("star_count must be from 1 to 25000")
    }
    let items = call.json("media")?.elements ?? []
    guard (1...TelegramLimits.album.upperBound).contains(items.count) else {
      throw .badRequest("paid media has from 1 to 10 items")
    }
    var media: [JSONValue] = []
    for item in items {
      let kind = item["type"]?.string ?? ""
      guard ["photo", "video", "live_photo"].contains(kind) else {
        throw .badRequest("Can't use the media of the specified type in the album")
      }
      let file = try stored(
        TelegramFileReference(
          kind: kind, text: item["media"]?.string, parameters: call.parameters))
      message.files.append(file.sent)
      media.append(.object([.init("type", .string(kind)), .init(kind, object(of: file, kind))]))
    }
    message.content = JSONValue.object([
      .init("paid_media", ["star_count": .int(stars), "paid_media": .array(media)])
    ]).merging(try call.caption().captionMembers)
  }

  /// Finds or keeps the file that a reference means.
  mutating func stored(_ reference: TelegramFileReference) throws(TelegramError) -> StoredFile {
    let kind = reference.kind
    let text = reference.text ?? ""
    let isAttached = text.hasPrefix("attach://")
    let part = isAttached ? String(text.dropFirst("attach://".count)) : reference.part
    if let file = reference.parameters.file(part) {
      guard !file.bytes.isEmpty else { throw .badRequest("file must be non-empty") }
      return keep(FileDraft(name: file.name ?? "file", bytes: file.bytes), kind: kind)
    }
    guard !text.isEmpty, !isAttached else {
      throw .badRequest("there is no \(kind) in the request")
    }
    if let known = files[text] {
      guard known.type == kind else {
        throw .badRequest("can't use file of type \(known.type) as \(kind)")
      }
      return known
    }
    guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
      throw .badRequest("wrong file identifier/HTTP URL specified")
    }
    let name = text.split(separator: "/").last.map(String.init) ?? "file"
    return keep(FileDraft(name: name, source: text), kind: kind)
  }

  /// Keeps a file under a new file id.
  mutating func keep(_ draft: FileDraft, kind: String) -> StoredFile {
    let salt = UInt64(firstNumber)
    return files.add(draft, type: kind) { number in
      "Ag" + hexDigits(of: kind, salt, UInt64(number), count: 40)
    }
  }

  /// The object of a file, as messages carry it.
  func object(of file: StoredFile, _ kind: String) -> JSONValue {
    let ids: JSONValue = [
      "file_id": .string(file.key), "file_unique_id": .string("u\(file.sha256.prefix(16))"),
      "file_size": .int(file.size),
    ]
    switch kind {
    case "photo": return [ids.merging(["width": 640, "height": 480])]
    case "document": return ids.with("file_name", .string(file.name))
    case "video", "animation":
      return ids.merging(["width": 640, "height": 480, "duration": 1]).with(
        "file_name", .string(file.name))
    case "video_note": return ids.merging(["length": 240, "duration": 1])
    case "sticker":
      return ids.merging([
        "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false,
      ])
    default: return ids.merging(["duration": 1])
    }
  }
}
