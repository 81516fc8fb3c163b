import JSON

/// A call of the Bot API.
struct TelegramCall: Sendable {
  var method: String
  var parameters: RequestParameters
  /// Unix seconds.
  var now: Int64

  subscript(_ name: String) -> String? { parameters.text(name) }

  func int(_ name: String) -> Int64? { parameters.int(name) }
  func json(_ name: String) -> JSONValue? { parameters.json(name) }
}

extension TelegramBot {
  /// Does what a method does; `getUpdates` is answered elsewhere, because it waits.
  mutating func respond(to call: TelegramCall) throws(TelegramError) -> TelegramResult {
    switch call.method.lowercased() {
    case "getme": return TelegramResult(me)
    case "setwebhook": return try setWebhook(call)
    case "deletewebhook": return deleteWebhook(call)
    case "getwebhookinfo": return TelegramResult(webhookInfo)
    case "getchat": return TelegramResult(try fullChat(call))
    case "getchatmember": return TelegramResult(try member(call))
    case "getfile": return TelegramResult(try file(call))
    case "answercallbackquery": return try answerPress(call)
    case "sendchataction", "pinchatmessage", "unpinchatmessage", "leavechat", "sendmessagedraft":
      _ = try chat(of: call)
      return .done
    case "setmycommands", "deletemycommands", "setmydescription", "setmyname", "logout", "close":
      return .done
    case "getmycommands": return TelegramResult([])
    case let name where name.hasPrefix("edit"): return try edit(call)
    case "deletemessage", "deletemessages": return try delete(call)
    case "setmessagereaction": return try react(call)
    case "sendmediagroup": return try sendAlbum(call)
    case "copymessage", "copymessages", "forwardmessage", "forwardmessages": return try copy(call)
    case let name where name.hasPrefix("send"): return try send(call)
    default: throw .noMethod
    }
  }

  private var me: JSONValue {
    json.merging([
      "can_join_groups": true, "can_read_all_group_messages": true,
      "supports_guest_queries": false, "supports_inline_queries": false,
      "can_connect_to_business": true, "has_main_web_app": false, "has_topics_enabled": false,
      "allows_users_to_create_topics": false, "can_manage_bots": false,
      "supports_join_request_queries": false,
    ])
  }

  /// The chat that a call names, if the bot may write there.
  func chat(of call: TelegramCall, _ name: String = "chat_id") throws(TelegramError) -> Int64 {
    guard let text = call[name] else { throw .badRequest("\(name) is empty") }
    let named = people.values.first { "@\($0.username ?? "")" == text }?.id
    guard let id = Int64(text) ?? named, chats[id] != nil else {
      throw .badRequest("chat not found")
    }
    guard !blocked.contains(id) else { throw .blocked }
    return id
  }

  private func fullChat(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    chat(try chat(of: call)).merging([
      "accent_color_id": 3, "max_reaction_count": 11, "permissions": ["can_send_messages": true],
      "accepted_gift_types": [
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": false, "gifts_from_channels": false,
      ],
    ])
  }

  private func member(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    _ = try chat(of: call)
    guard let id = call.int("user_id"), id == account.id || people[id] != nil else {
      throw .badRequest("user not found")
    }
    return ["status": "member", "user": user(id)]
  }

  private func file(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    guard let id = call["file_id"], let file = files[id] else {
      throw .badRequest("wrong file_id or the file is temporarily unavailable")
    }
    return [
      "file_id": .string(id), "file_unique_id": .string("u\(id)"),
      "file_size": .int(file.bytes.count), "file_path": .string(file.path),
    ]
  }

  private mutating func answerPress(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    guard let id = call["callback_query_id"], let press = presses[id], press.answer == nil,
      call.now - press.pressedAt <= TelegramPress.patience
    else {
      throw .badRequest(
        "query is too old and response timeout expired or query ID is invalid")
    }
    presses[id]?.answer = call.parameters.shown()
    return .done
  }

  private func react(_ call: TelegramCall) throws(TelegramError) -> TelegramResult {
    let chat = try chat(of: call)
    guard chats[chat]?.message(call.int("message_id") ?? 0) != nil else {
      throw .badRequest("message to react not found")
    }
    return .done
  }
}

extension StoredFile {
  /// The path below `/file/bot<token>/`.
  var path: String { "\(type)/\(key)" }
}
