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
    case "sendchataction": return try showAction(call)
    case "sendmessagedraft", "sendrichmessagedraft": return try showDraft(call)
    case "pinchatmessage", "unpinchatmessage", "unpinallchatmessages": return try pin(call)
    case "leavechat":
      chats[try chat(of: call)]?.botStatus = "left"
      return .done
    case "approvechatjoinrequest", "declinechatjoinrequest":
      _ = try chat(of: call)
      return .done
    case "stoppoll": return try stopPoll(call)
    case "getuserprofilephotos": return TelegramResult(try profilePhotos(call))
    case "readbusinessmessage": return try read(call)
    case "deletebusinessmessages": return try deleteBusiness(call)
    case "getbusinessconnection":
      guard let id = call["business_connection_id"], let connection = connections[id] else {
        throw .badRequest("BUSINESS_CONNECTION_INVALID")
      }
      return TelegramResult(connection)
    case "answerinlinequery", "answerprecheckoutquery", "answershippingquery": return .done
    case "answerguestquery": return TelegramResult(["inline_message_id": "AAguest"])
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

  private func fullChat(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    let id = try chat(of: call)
    let portrait = portraits[id].map { key -> JSONValue in
      [
        "small_file_id": .string(key), "small_file_unique_id": .string("s\(key)"),
        "big_file_id": .string(key), "big_file_unique_id": .string("b\(key)"),
      ]
    }
    return chat(id).with("photo", portrait).merging([
      "accent_color_id": 3, "max_reaction_count": 11, "permissions": ["can_send_messages": true],
      "accepted_gift_types": [
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": false, "gifts_from_channels": false,
      ],
    ])
  }

  private func member(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    let chat = try chat(of: call)
    guard let id = call.int("user_id"), id == account.id || people[id] != nil else {
      throw .badRequest("user not found")
    }
    let status = id == account.id ? chats[chat]?.botStatus ?? "member" : "member"
    return ["status": .string(status), "user": user(id)]
  }

  private func file(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    guard let id = call["file_id"], let file = files[id] else {
      throw .badRequest("wrong file_id or the file is temporarily unavailable")
    }
    guard file.size <= TelegramLimits.download else { throw .badRequest("file is too big") }
    return [
      "file_id": .string(id), "file_unique_id": .string("u\(file.sha256.prefix(16))"),
      "file_size": .int(file.size), "file_path": .string(file.path),
    ]
  }

  private func profilePhotos(_ call: TelegramCall) throws(TelegramError) -> JSONValue {
    guard let id = call.int("user_id"), people[id] != nil else {
      throw .badRequest("user not found")
    }
    let photo = portraits[id].flatMap { files[$0] }.map { object(of: $0, "photo") }
    return [
      "total_count": .int(photo == nil ? 0 : 1), "photos": .array(photo.map { [$0] } ?? []),
    ]
  }
}

extension StoredFile {
  /// The path below `/file/bot<token>/`.
  var path: String { "\(type)/\(key)" }
}
