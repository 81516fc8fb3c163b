import JSON

/// Copies and forwards: the same content again, in another place.
extension TelegramBot {
  mutating func copy(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try place(of: call)
    let source = try self.chat(of: call, "from_chat_id")
    let name = call.method.lowercased()
    let isForward = name.hasPrefix("forward")
    let isOne = !name.hasSuffix("s")
    let ids =
      isOne ? call.int("message_id").map { [$0] } ?? [] : call.parameters.ints("message_ids")
    guard ids.count <= TelegramLimits.batch else {
      throw .badRequest("too many message identifiers specified")
    }
    let found = ids.compactMap { chats[source]?.message($0) }
    guard !found.isEmpty else {
      throw .badRequest("message to \(isForward ? "forward" : "copy") not found")
    }
    let template = try draft(of: call, in: chat)
    let album = JSONValue.string(String(13_500_000_000_000_000 &+ lastMessage))
    var results: [JSONValue] = []
    for original in found {
      var message = template
      message.text = original.text
      message.files = original.files
      message.content = original.content
      if !isOne, message.content["media_group_id"] != nil {
        message.content = message.content.with("media_group_id", album)
      }
      if isForward {
        message.content = message.content.with("forward_origin", origin(original))
      } else {
        try caption(&message, call)
      }
      let kept = publish(message)
      results.append(isForward && isOne ? json(of: kept) : ["message_id": .int(kept.id)])
    }
    return TelegramResult(isOne ? results.first ?? .null : .array(results))
  }

  /// A copy may get another caption, or none.
  private func caption(
    _ message: inout TelegramMessage, _ call: TelegramCall
  ) throws(TelegramError) {
    let isNew = call.parameters["caption"] != nil
    guard isNew || call.parameters.flag("remove_caption"), !message.files.isEmpty else { return }
    message.content = message.content.without(["caption", "caption_entities"])
    if isNew { message.content = message.content.merging(try call.caption().captionMembers) }
  }

  private func origin(_ message: TelegramMessage) -> JSONValue {
    if chats[message.chatID]?.type == "channel" {
      return [
        "type": "channel", "date": .int(message.date), "chat": chat(message.chatID),
        "message_id": .int(message.id),
      ]
    }
    return ["type": "user", "date": .int(message.date), "sender_user": user(message.fromID)]
  }
}
