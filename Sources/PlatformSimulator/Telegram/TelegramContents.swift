import JSON

/// Contents that are neither text nor files.
extension TelegramBot {
  func plainContent(_ kind: String, _ call: TelegramCall) throws(TelegramError) -> JSONValue {
    switch kind {
    case "contact":
      guard let phone = call["phone_number"], let name = call["first_name"] else {
        throw .badRequest("phone_number and first_name must be non-empty")
      }
      return [
        "contact": .members([
          "phone_number": .string(phone), "first_name": .string(name),
          "last_name": call["last_name"].json, "vcard": call["vcard"].json,
        ])
      ]
    case "dice": return ["dice": ["emoji": .string(call["emoji"] ?? "🎲"), "value": 4]]
    case "richmessage": return ["rich_message": try richMessage(call)]
    case "checklist":
      guard call["business_connection_id"] != nil else {
        throw .badRequest("business_connection_id is empty")
      }
      return ["checklist": call.json("checklist") ?? .null]
    default: return try place(kind, call)
    }
  }

  private func richMessage(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    let message = call.json("rich_message")
    let given = ["html", "markdown", "blocks"].filter { message?[$0] != nil }
    guard let message, given.count == 1 else {
      throw .badRequest("rich_message must have exactly one of html, markdown and blocks")
    }
    return message
  }

  private func place(_ kind: String, _ call: TelegramCall) throws(TelegramError) -> JSONValue {
    func number(_ name: String) throws(TelegramError) -> JSONValue {
      guard let text = call[name], Double(text) != nil else {
        throw .badRequest("\(name) is empty")
      }
      return .number(text)
    }
    let location: JSONValue = .members([
      "latitude": try number("latitude"), "longitude": try number("longitude"),
      "live_period": call.int("live_period").map { .int($0) },
    ])
    guard kind == "venue" else { return ["location": location] }
    let venue: JSONValue = [
      "location": location, "title": .string(call["title"] ?? ""),
      "address": .string(call["address"] ?? ""),
    ]
    return ["location": location, "venue": venue]
  }

  func poll(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    let question = call["question"] ?? ""
    guard TelegramLimits.pollQuestion.contains(question.utf16.count) else {
      throw .badRequest(
        question.isEmpty
          ? "poll question must be non-empty" : "poll question length must not exceed 300")
    }
    let options = call.json("options")?.elements ?? []
    guard TelegramLimits.pollOptions.contains(options.count) else {
      throw .badRequest(
        options.isEmpty
          ? "poll must have at least 1 option" : "poll can't have more than 12 options")
    }
    var listed: [JSONValue] = []
    for option in options {
      let text = option["text"] ?? option
      guard TelegramLimits.pollOption.contains(text.string?.utf16.count ?? 0) else {
        throw .badRequest("poll options length must not exceed 100")
      }
      listed.append([
        "persistent_id": .string(String(listed.count)), "text": text, "voter_count": 0,
      ])
    }
    return .members([
      "id": .string(String(5_000_000_000_000_000_000 &+ lastMessage)),
      "question": .string(question), "options": .array(listed), "total_voter_count": 0,
      "is_closed": .bool(call.parameters.flag("is_closed")),
      "is_anonymous": .bool(call["is_anonymous"].map { $0.lowercased() != "false" } ?? true),
      "type": .string(call["type"] ?? "regular"),
      "allows_multiple_answers": .bool(call.parameters.flag("allows_multiple_answers")),
      "allows_revoting": true, "members_only": false,
      "explanation": call["explanation"].json,
    ])
  }

  /// Closes a poll of the bot.
  mutating func stopPoll(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try place(of: call)
    let message = chats[chat]?.message(call.int("message_id") ?? 0)
    guard let message, message.fromID == account.id, let poll = message.content["poll"] else {
      throw .badRequest("message with poll to stop not found")
    }
    guard poll["is_closed"] != true else { throw .badRequest("poll has already been closed") }
    let keyboard = try markup(of: call, in: chat).inline
    let closed = poll.merging(["is_closed": true])
    _ = chats[chat]?.change(message.id) {
      $0.content = $0.content.with("poll", closed)
      $0.keyboard = keyboard
    }
    return TelegramResult(closed)
  }
}
