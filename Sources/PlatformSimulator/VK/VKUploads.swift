import JSON

extension VKCommunity {
  /// The three steps of an upload: the server, the post to it (`upload`), and what keeps the file.
  mutating func uploads(_ call: VKCall) throws(VKError) -> JSONValue {
    let address = "\(base)/upload/\(account.groupID)"
    switch call.method {
    case "photos.getMessagesUploadServer":
      return [
        "album_id": -64, "upload_url": .string("\(address)/photo"), "user_id": 0,
        "group_id": .int(account.groupID),
      ]
    case "docs.getMessagesUploadServer", "docs.getWallUploadServer":
      guard call["peer_id"] != nil || call.method == "docs.getWallUploadServer" else {
        throw .parameter("peer_id is a required parameter")
      }
      let kinds = ["audio_message", "graffiti"]
      let kind = kinds.first { $0 == call["type"] } ?? "doc"
      return ["upload_url": .string("\(address)/\(kind)")]
    case "photos.saveMessagesPhoto":
      let photo = call.parameters.json("photo")?.elements.first?["photo"]?.string
      return [try saved(photo, call)["photo"] ?? .null]
    case "docs.save":
      let saved = try saved(call["file"], call)
      guard let title = call["title"], let doc = saved["doc"] else { return saved }
      return saved.merging(["doc": doc.merging(["title": .string(title)])])
    case "photos.getWallUploadServer", "photos.createComment", "photos.getById": throw .known(27)
    default: throw .known(3)
    }
  }

  /// Takes the file of an upload form; VK refuses one without a file name, in its own way.
  mutating func upload(_ kind: String, _ form: RequestParameters) -> JSONValue {
    guard let file = form.files.first, let name = file.name, name.contains(".") else {
      guard kind == "photo" else {
        return ["error": "no_file", "error_descr": "no file in request"]
      }
      return ["server": 856_132, "photo": "[]", "hash": "e0b7f6b25a9cdd6f"]
    }
    let owner = ownerID
    let stored = files.add(FileDraft(name: name, bytes: file.bytes), type: kind) {
      "\(kind)\(owner)_\($0)"
    }
    guard kind == "photo" else { return ["file": .string(stored.key)] }
    let photo: JSONValue = [["photo": .string(stored.key), "sizes": []]]
    return ["server": 856_132, "photo": .string(photo.jsonText), "hash": "e0b7f6b25a9cdd6f"]
  }

  private func saved(_ key: String?, _ call: VKCall) throws(VKError) -> JSONValue {
    guard let key, let file = files[key] else {
      throw .parameter("\(call.method): file is invalid")
    }
    if file.type == "audio_message", file.name.lowercased().hasSuffix(".mp3") { throw .known(10) }
    return attachment(of: file)
  }

  /// The attachment object of a stored file, as messages carry it and `docs.save` answers it.
  func attachment(of file: StoredFile) -> JSONValue {
    let id = file.key.split(separator: "_").last.flatMap { Int64($0) } ?? 0
    let url = JSONValue.string("\(base)/files/\(account.groupID)/\(file.key)")
    let ids: JSONValue = ["id": .int(id), "owner_id": .int(ownerID)]
    let object: JSONValue =
      switch file.type {
      case "photo":
        ids.merging([
          "album_id": -64, "date": 1_763_600_005, "access_key": "6f1d2c0b9aab7cf101", "text": "",
          "sizes": [["type": "x", "url": url, "width": 604, "height": 453]],
          "orig_photo": ["type": "base", "url": url, "width": 604, "height": 453],
        ])
      case "audio_message":
        ids.merging([
          "duration": 1, "waveform": [], "link_ogg": url, "link_mp3": url,
          "access_key": "6f1d2c0b9aab7cf101",
        ])
      default:
        ids.merging([
          "title": .string(file.name), "size": .int(file.size), "date": 1_763_600_000,
          "ext": .string(String(file.name.split(separator: ".").last ?? "")), "type": 8,
          "url": url,
        ])
      }
    return .object([.init("type", .string(file.type)), .init(file.type, object)])
  }
}
