import JSON

/// The limits of the Bot API on what is sent, in UTF-16 units unless bytes are named.
enum TelegramLimits {
  static let text = 4096
  static let caption = 1024
  static let callbackBytes = 64
  static let album = 2...10
  static let batch = 100
}

extension TelegramBot {
  mutating func send(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    var message = try draft(of: call, in: chat)
    try fill(&message, from: call)
    return TelegramResult(json(of: keep(message)))
  }

  /// What all sends have in common: the thread, what is answered, the keyboard.
  private func draft(of call: TelegramCall, in chat: Int64) throws(TelegramError) -> TelegramMessage
  {
    var message = TelegramMessage(id: 0, chatID: chat, fromID: account.id, date: call.now)
    if let thread = call.int("message_thread_id"), chats[chat]?.isForum == true {
      guard chats[chat]?.topics.contains(thread) == true else {
        throw .badRequest("message thread not found")
      }
      message.threadID = thread
    }
    message.replyTo = try reply(of: call, in: chat)
    message.keyboard = try inlineKeyboard(call)
    return message
  }

  /// The message that is answered, under its name of today or the one before Bot API 7.0.
  private func reply(of call: TelegramCall, in chat: Int64) throws(TelegramError) -> Int64? {
    let parameters = call.json("reply_parameters")
    guard let id = parameters?["message_id"]?.int ?? call.int("reply_to_message_id") else {
      return nil
    }
    if chats[chat]?.message(id) != nil { return id }
    let mayBeMissing =
      parameters?["allow_sending_without_reply"] == true
      || call.parameters.flag("allow_sending_without_reply")
    guard mayBeMissing else { throw .badRequest("message to be replied not found") }
    return nil
  }

  /// The inline keyboard of a call; other markups are checked and not kept.
  func inlineKeyboard(_ call: TelegramCall) throws(TelegramError) -> JSONValue? {
    guard let text = call["reply_markup"] else { return nil }
    guard let markup = JSONValue(text: text), case .object = markup else {
      throw .badRequest("can't parse reply keyboard markup JSON object")
    }
    guard case .array(let rows) = markup["inline_keyboard"] else { return nil }
    for button in rows.flatMap(\.elements) {
      guard let label = button["text"]?.string, !label.isEmpty else {
        throw .badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
      }
      let data = button["callback_data"]?.string
      guard (data?.utf8.count ?? 0) <= TelegramLimits.callbackBytes, data != "" else {
        throw .badRequest("BUTTON_DATA_INVALID")
      }
      guard case .object(let members) = button, members.count > 1 else {
        throw .badRequest("Text buttons are unallowed in the inline keyboard")
      }
    }
    return ["inline_keyboard": .array(rows)]
  }

  /// The content, by the kind of send.
  private mutating func fill(
    _ message: inout TelegramMessage, from call: TelegramCall
  ) throws(TelegramError) {
    let kind = call.method.dropFirst("send".count).lowercased()
    switch kind {
    case "message":
      message.text = try checkedText(call)
      message.content = .members(["entities": call.json("entities")])
    case "location", "venue", "contact", "dice":
      message.content = try place(kind, call)
    case "poll": message.content = ["poll": try poll(call)]
    case "photo", "document", "video", "audio", "voice", "animation", "sticker":
      message.content = try media(kind, as: kind, call)
    case "videonote": message.content = try media("video_note", as: "videonote", call)
    default: throw .noMethod
    }
  }

  func checkedText(_ call: TelegramCall) throws(TelegramError) -> String {
    let text = (call["text"] ?? "").trimmingWhitespace
    guard !text.isEmpty else { throw .badRequest("message text is empty") }
    guard text.utf16.count <= TelegramLimits.text else {
      throw .badRequest("message is too long")
    }
    return text
  }

  func checkedCaption(_ text: String?) throws(TelegramError) -> JSONValue? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf16.count <= TelegramLimits.caption else {
      throw .badRequest("message caption is too long")
    }
    return .string(text)
  }

  private func place(_ kind: String, _ call: TelegramCall) throws(TelegramError) -> JSONValue {
    func number(_ name: String) throws(TelegramError) -> JSONValue {
      guard let text = call[name], Double(text) != nil else {
        throw .badRequest("\(name) is empty")
      }
      return .number(text)
    }
    switch kind {
    case "contact":
      let phone = JSONValue.string(call["phone_number"] ?? "")
      return ["contact": ["phone_number": phone, "first_name": .string(call["first_name"] ?? "")]]
    case "dice": return ["dice": ["emoji": .string(call["emoji"] ?? "🎲"), "value": 4]]
    default:
      let location: JSONValue = [
        "latitude": try number("latitude"), "longitude": try number("longitude"),
      ]
      guard kind == "venue" else { return ["location": location] }
      let venue: JSONValue = [
        "location": location, "title": .string(call["title"] ?? ""),
        "address": .string(call["address"] ?? ""),
      ]
      return ["location": location, "venue": venue]
    }
  }

  private func poll(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    let options = call.json("options")?.elements ?? []
    guard let question = call["question"], (1...12).contains(options.count) else {
      throw .badRequest("poll must have a question and from 1 to 12 options")
    }
    let listed = options.enumerated().map { place, option -> JSONValue in
      [
        "persistent_id": .string(String(place)), "text": option["text"] ?? option,
        "voter_count": 0,
      ]
    }
    return [
      "id": .string(String(lastMessage &+ 1)), "question": .string(question),
      "options": .array(listed), "total_voter_count": 0, "is_closed": false,
      "is_anonymous": true, "type": .string(call["type"] ?? "regular"),
      "allows_multiple_answers": false, "allows_revoting": true, "members_only": false,
    ]
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
