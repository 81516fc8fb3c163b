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
    edited.keyboard = try markup(of: call, in: chat).inline
    try change(&edited, by: call)
    guard edited != message else {
      throw .badRequest(
        "message is not modified: specified new message content and reply markup are exactly "
          + "the same as a current content and reply markup of the message")
    }
    edited.editedAt = call.now
    _ = chats[chat]?.change(id) { $0 = edited }
    if edited.connection != nil {
      emit("edited_business_message", json(of: edited), queue: "chat\(chat)")
    }
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
      let text = try call.messageText()
      message.text = text.text
      message.content = .members(["entities": text.entitiesJSON])
      message.options = message.options.without(["link_preview_options"])
        .with("link_preview_options", call.json("link_preview_options")?.normalized)
    case "editmessagecaption":
      guard !message.files.isEmpty else {
        throw .badRequest("there is no caption in the message to edit")
      }
      message.content = message.content.without(["caption", "caption_entities"])
        .merging(try call.caption().captionMembers)
    case "editmessagemedia":
      guard let media = call.json("media"), let kind = media["type"]?.string,
        !message.files.isEmpty || message.text != nil
      else { throw .badRequest("there is no media in the message to edit") }
      let file = try stored(
        TelegramFileReference(
          kind: kind, text: media["media"]?.string, parameters: call.parameters))
      let album = message.content["media_group_id"]
      message.text = nil
      message.content = JSONValue.members(["media_group_id": album, kind: object(of: file, kind)])
        .merging(try TelegramText.caption(ofItem: media).captionMembers)
      message.files = [file.sent]
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
      for id in several where chats[chat]?.message(id).map({ mayDelete($0, at: call.now) }) == true
      {
        _ = chats[chat]?.change(id) { $0.isDeleted = true }
      }
      return .done
    }
    guard let id = call.int("message_id"), id != 0 else {
      throw .badRequest("message identifier is not specified")
    }
    guard let message = chats[chat]?.message(id) else {
      throw .badRequest("message to delete not found")
    }
    guard mayDelete(message, at: call.now) else {
      throw .badRequest("message can't be deleted for everyone")
    }
    _ = chats[chat]?.change(id) { $0.isDeleted = true }
    return .done
  }

  /// Two days long; what others wrote in groups only as administrator.
  private func mayDelete(_ message: TelegramMessage, at now: Int64) -> Bool {
    let isAllowed = message.fromID == account.id || isAdministrator(in: message.chatID)
    return isAllowed && now - message.date < 172_800
  }

  /// Deletes messages that were sent through a business connection, whatever chat they are in.
  mutating func deleteBusiness(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    guard let connection = try connection(of: call) else {
      throw .badRequest("business_connection_id is empty")
    }
    let ids = call.parameters.ints("message_ids")
    guard (1...TelegramLimits.batch).contains(ids.count) else {
      throw .badRequest("message identifiers are not specified")
    }
    for chat in Array(chats.keys) {
      for id in ids where chats[chat]?.message(id)?.connection == connection {
        _ = chats[chat]?.change(id) { $0.isDeleted = true }
      }
    }
    return .done
  }
}
