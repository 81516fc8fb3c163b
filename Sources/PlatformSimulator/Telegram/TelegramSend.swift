import JSON

/// The limits of the Bot API on what is sent, in UTF-16 units.
enum TelegramLimits {
  static let text = 4096
  static let caption = 1024
  static let pressAnswer = 200
  static let album = 2...10
  static let batch = 100
  static let pollQuestion = 1...300
  static let pollOptions = 1...12
  static let pollOption = 1...100
  /// Bytes that getFile gives out.
  static let download = 20 << 20
}

extension TelegramBot {
  mutating func send(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try place(of: call)
    var message = try draft(of: call, in: chat)
    try fill(&message, from: call)
    return TelegramResult(json(of: publish(message)))
  }

  /// Keeps a message of the bot; one that goes through a business connection comes back to it.
  mutating func publish(_ draft: TelegramMessage) -> TelegramMessage {
    let message = keep(draft)
    if message.connection != nil {
      emit("business_message", json(of: message), queue: "chat\(message.chatID)")
    }
    return message
  }

  /// What all sends have in common: the thread, what is answered, the keyboard, the connection.
  func draft(of call: TelegramCall, in chat: Int64) throws(TelegramError) -> TelegramMessage {
    var message = TelegramMessage(id: 0, chatID: chat, fromID: account.id, date: call.now)
    message.connection = try connection(of: call)
    if let thread = call.int("message_thread_id"), chats[chat]?.isForum == true {
      guard chats[chat]?.topics.contains(thread) == true else {
        throw .badRequest("message thread not found")
      }
      if chats[chat]?.closedTopics.contains(thread) == true { throw .badRequest("TOPIC_CLOSED") }
      message.threadID = thread
    }
    message.replyTo = try reply(of: call, in: chat)
    let markup = try markup(of: call, in: chat)
    message.keyboard = markup.inline
    message.otherMarkup = markup.other
    message.options = .members([
      "disable_notification": call.parameters.flag("disable_notification") ? true : nil,
      "protect_content": call.parameters.flag("protect_content") ? true : nil,
      "link_preview_options": call.json("link_preview_options")?.normalized,
      "message_effect_id": call["message_effect_id"].json,
      "quote": message.replyTo.flatMap { _ in call.json("reply_parameters")?["quote"] },
    ])
    return message
  }

  /// The message that is answered, under its name of today or the one before Bot API 7.0.
  private func reply(of call: TelegramCall, in chat: Int64) throws(TelegramError) -> Int64? {
    let parameters = call.json("reply_parameters")
    guard let id = parameters?["message_id"]?.int ?? call.int("reply_to_message_id") else {
      return nil
    }
    if let replied = chats[chat]?.message(id) {
      let text = replied.text ?? replied.content["caption"]?.string ?? ""
      if let quote = parameters?["quote"]?.string, !text.contains(quote) {
        throw .badRequest("QUOTE_TEXT_INVALID")
      }
      return id
    }
    let mayBeMissing =
      parameters?["allow_sending_without_reply"] == true
      || call.parameters.flag("allow_sending_without_reply")
    guard mayBeMissing else { throw .badRequest("message to be replied not found") }
    return nil
  }

  /// The keyboard of a call, checked for the kind of chat.
  func markup(of call: TelegramCall, in chat: Int64) throws(TelegramError) -> TelegramMarkup {
    try TelegramMarkup(call["reply_markup"], isPrivate: chats[chat]?.type == "private")
  }

  /// The content, by the kind of send.
  private mutating func fill(
    _ message: inout TelegramMessage, from call: TelegramCall
  ) throws(TelegramError) {
    let kind = call.method.dropFirst("send".count).lowercased()
    switch kind {
    case "message":
      let text = try call.messageText()
      message.text = text.text
      message.content = .members(["entities": text.entitiesJSON])
    case "location", "venue", "contact", "dice", "richmessage", "checklist":
      message.content = try plainContent(kind, call)
    case "poll": message.content = ["poll": try poll(call)]
    case "photo", "document", "video", "audio", "voice", "animation":
      try fill(&message, kind, call)
    case "sticker": try fill(&message, kind, call)
    case "videonote": try fill(&message, "video_note", call)
    case "paidmedia": try fillPaid(&message, call)
    default: throw .noMethod
    }
  }
}

extension String {
  /// The text without white space at its ends, as Telegram trims it.
  var trimmingWhitespace: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
