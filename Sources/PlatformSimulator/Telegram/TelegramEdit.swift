import JSON

extension TelegramBot {
  mutating func edit(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    if call["inline_message_id"] != nil { return .done }
    let chat = try chat(of: call)
    guard let id = call.int("message_id"), id != 0 else {
      throw .badRequest("message identifier is not specified")
    }
    guard let message = chats[chat]?.message(id) else {
      throw .badRequest("message to edit not found")
    }
    guard message.fromID == account.id else { throw .badRequest("message can't be edited") }
    var edited = message
    edited.keyboard = try inlineKeyboard(call)
    try change(&edited, by: call)
    guard edited != message else {
      throw .badRequest(
        "message is not modified: specified new message content and reply markup are exactly "
          + "the same as a current content and reply markup of the message")
    }
    edited.editedAt = call.now
    _ = chats[chat]?.change(id) { $0 = edited }
    return TelegramResult(json(of: edited))
  }

  private mutating func change(
    _ message: inout TelegramMessage, by call: TelegramCall
  ) throws(TelegramError) {
    switch call.method.lowercased() {
    case "editmessagetext":
      guard message.text != nil else {
        throw .badRequest("there is no text in the message to edit")
      }
      message.text = try checkedText(call)
      message.content = .members(["entities": call.json("entities")])
    case "editmessagecaption":
      guard message.text == nil else {
        throw .badRequest("there is no caption in the message to edit")
      }
      message.content = message.content.with(
        "caption", try checkedCaption(call["caption"]) ?? "")
    case "editmessagemedia":
      guard let media = call.json("media"), let kind = media["type"]?.string else {
        throw .badRequest("there is no media in the message to edit")
      }
      let part = media["media"]?.string?.split(separator: "/").last.map(String.init) ?? ""
      let file = call.parameters.file(part)
      let stored = keep(file?.bytes ?? [], name: file?.name ?? "file", kind: kind)
      message.content = .members([
        kind: object(of: stored, kind), "caption": try checkedCaption(media["caption"]?.string),
      ])
    case "editmessagereplymarkup": break
    default: throw .noMethod
    }
  }

  mutating func delete(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    let several = call.parameters.ints("message_ids")
    if call.method.lowercased() == "deletemessages" {
      guard (1...TelegramLimits.batch).contains(several.count) else {
        throw .badRequest("message identifiers are not specified")
      }
      for id in several { _ = chats[chat]?.change(id) { $0.isDeleted = true } }
      return .done
    }
    guard let id = call.int("message_id"), id != 0 else {
      throw .badRequest("message identifier is not specified")
    }
    guard let message = chats[chat]?.message(id) else {
      throw .badRequest("message to delete not found")
    }
    guard call.now - message.date < 172_800 else {
      throw .badRequest("message can't be deleted for everyone")
    }
    _ = chats[chat]?.change(id) { $0.isDeleted = true }
    return .done
  }

  /// Copies and forwards: the same content again, in another place.
  mutating func copy(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    let source = try self.chat(of: call, "from_chat_id")
    let isOne = !call.method.lowercased().hasSuffix("s")
    let ids =
      isOne ? call.int("message_id").map { [$0] } ?? [] : call.parameters.ints("message_ids")
    let found = ids.prefix(TelegramLimits.batch).compactMap { chats[source]?.message($0) }
    guard !found.isEmpty else { throw .badRequest("message to copy not found") }
    let isForward = call.method.lowercased().hasPrefix("forward")
    let results = found.map { original -> JSONValue in
      var message = original
      message.chatID = chat
      message.fromID = account.id
      message.date = call.now
      message.replyTo = nil
      if isForward { message.content = message.content.with("forward_origin", origin(original)) }
      let copy = keep(message)
      return isForward && isOne ? json(of: copy) : ["message_id": .int(copy.id)]
    }
    return TelegramResult(isOne ? results.first ?? .null : .array(results))
  }

  private func origin(_ message: TelegramMessage) -> JSONValue {
    ["type": "user", "date": .int(message.date), "sender_user": user(message.fromID)]
  }
}
