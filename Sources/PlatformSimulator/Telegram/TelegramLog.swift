import JSON

/// The chat log of a bot; see `ChatLog`.
extension TelegramBot {
  /// Members of a content that are told in another way, or differ from one run to the next.
  private static let untold: Set<String> = [
    "photo", "document", "video", "audio", "voice", "animation", "video_note", "sticker",
    "live_photo", "media_group_id", "poll", "entities", "caption_entities", "forward_origin",
    "paid_media", "pinned_message",
  ]

  /// All chats, or the one that `chat` names.
  func log(_ query: RequestParameters) -> JSONValue {
    let wanted = query.int("chat")
    let told = chats.filter { wanted == nil || wanted == $0.key }.sorted { $0.key < $1.key }
    return .object([.init("chats", .array(told.map { log(of: $1) }))])
  }

  private func log(of chat: TelegramChat) -> JSONValue {
    let messages = Array(chat.messages)
    let numbers = ChatLog.numbers(messages.map(\.id))
    var albums: [String] = []
    let told = messages.map { message -> JSONValue in
      if let album = message.content["media_group_id"]?.string, !albums.contains(album) {
        albums.append(album)
      }
      let album = message.content["media_group_id"]?.string.flatMap { albums.firstIndex(of: $0) }
      return line(of: message, numbers, album: album.map { $0 + 1 }).normalized
    }
    return .members([
      "chat": .int(chat.id), "type": .string(chat.type), "messages": .array(told),
      "read_up_to": chat.readUpTo.flatMap { numbers[$0] }.map { .int($0) },
    ])
  }

  private func line(
    of message: TelegramMessage, _ numbers: [Int64: Int], album: Int?
  ) -> JSONValue {
    let content = message.content
    let reactions = message.reactions.map { actor, given in
      JSONValue.Member(name(of: actor), .array(given))
    }
    let state: JSONValue = .members([
      "number": numbers[message.id].map { .int($0) }, "from": .string(name(of: message.fromID)),
      "reply_to": message.replyTo.flatMap { numbers[$0] }.map { .int($0) },
      "thread": message.threadID.map { .int($0) }, "connection": message.connection.json,
      "text": message.text.json, "entities": ChatLog.sorted(content["entities"]),
      "caption_entities": ChatLog.sorted(content["caption_entities"]),
      "files": message.files.isEmpty ? nil : .array(message.files.map(\.json)),
      "album": album.map { .int($0) }, "poll": content["poll"]?.without(["id"]),
      "forward_from": content["forward_origin"].map { forwarded($0) },
      "stars": content["paid_media"]?["star_count"], "keyboard": message.keyboard,
      "other_markup": message.otherMarkup,
      "options": message.options == [:] ? nil : message.options,
      "edited": .bool(message.editedAt != nil), "deleted": .bool(message.isDeleted),
      "pinned": .bool(message.isPinned),
      "reactions": reactions.isEmpty ? nil : .object(reactions),
    ])
    return state.merging(content.without(Self.untold))
  }

  private func name(of id: Int64) -> String { id == account.id ? "bot" : String(id) }

  private func forwarded(_ origin: JSONValue) -> JSONValue {
    origin["sender_user"]?["id"]?.int.map { .string(name(of: $0)) } ?? origin["chat"]?["id"]
      ?? .null
  }
}
