import JSON

extension TelegramBot {
  /// The content of a message with a file: the file's object under its kind, and the caption.
  ///
  /// The parameter of that name is a file of the form, `attach://part`, a file id, or a URL.
  mutating func media(
    _ kind: String, as parameter: String, _ call: TelegramCall
  ) throws(TelegramError) -> JSONValue {
    let names = call.parameters
    let file = try stored(
      kind, names[kind] ?? names[parameter], in: names,
      part: names.file(kind) != nil ? kind : parameter)
    return .members([
      kind: object(of: file, kind), "caption": try checkedCaption(call["caption"]),
      "caption_entities": call.json("caption_entities"),
    ])
  }

  /// Finds or keeps the file that a parameter means.
  private mutating func stored(
    _ kind: String, _ reference: String?, in parameters: RequestParameters, part: String
  ) throws(TelegramError) -> StoredFile {
    let attached = reference.flatMap { reference in
      reference.hasPrefix("attach://") ? String(reference.dropFirst("attach://".count)) : nil
    }
    if let file = parameters.file(attached ?? part) {
      return keep(file.bytes, name: file.name ?? "file", kind: kind)
    }
    guard let reference, !reference.isEmpty else {
      throw .badRequest("there is no \(kind) in the request")
    }
    if let known = files[reference] {
      guard known.type == kind else {
        throw .badRequest("can't use file of type \(known.type) as \(kind)")
      }
      return known
    }
    guard reference.hasPrefix("http://") || reference.hasPrefix("https://") else {
      throw .badRequest("wrong file identifier/HTTP URL specified")
    }
    let name = reference.split(separator: "/").last.map(String.init) ?? "file"
    return keep(Array(reference.utf8), name: name, kind: kind)
  }

  /// Keeps a file under a new file id.
  mutating func keep(_ bytes: [UInt8], name: String, kind: String) -> StoredFile {
    let salt = UInt64(firstNumber)
    return files.add(bytes, name: name, type: kind) { number in
      "Ag" + hexDigits(of: kind, salt, UInt64(number), count: 40)
    }
  }

  /// The object of a file, as messages carry it.
  func object(of file: StoredFile, _ kind: String) -> JSONValue {
    let ids: JSONValue = [
      "file_id": .string(file.key), "file_unique_id": .string("u\(file.key)"),
      "file_size": .int(file.bytes.count),
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

  /// Sends the items of an album one by one under one `media_group_id`.
  mutating func sendAlbum(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    let items = call.json("media")?.elements ?? []
    guard TelegramLimits.album.contains(items.count) else {
      throw .badRequest("group send failed: an album has from 2 to 10 items")
    }
    var sent: [JSONValue] = []
    let group = JSONValue.string(String(135_000_000_000 + lastMessage))
    for item in items {
      let kind = item["type"]?.string ?? ""
      let file = try stored(
        kind, item["media"]?.string, in: call.parameters, part: "")
      var message = TelegramMessage(id: 0, chatID: chat, fromID: account.id, date: call.now)
      message.content = .members([
        "media_group_id": group, kind: object(of: file, kind),
        "caption": try checkedCaption(item["caption"]?.string),
      ])
      sent.append(json(of: keep(message)))
    }
    return TelegramResult(.array(sent))
  }
}
