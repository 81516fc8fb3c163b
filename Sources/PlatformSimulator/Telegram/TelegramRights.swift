import JSON

extension TelegramBot {
  /// The chat that a call names, if the bot may act there.
  func chat(of call: TelegramCall, _ name: String = "chat_id") throws(TelegramError) -> Int64 {
    guard let text = call[name] else { throw .badRequest("\(name) is empty") }
    let named = people.values.first { "@\($0.username ?? "")" == text }?.id
    guard let id = Int64(text) ?? named else { throw .badRequest("chat not found") }
    if strangers.contains(id) {
      throw .forbidden("bot can't initiate conversation with a user")
    }
    guard let chat = chats[id] else { throw .badRequest("chat not found") }
    if deactivated.contains(id) { throw .forbidden("user is deactivated") }
    if blocked.contains(id), call["business_connection_id"] == nil { throw .blocked }
    try enter(chat)
    return id
  }

  /// The chat that a call writes to.
  func place(of call: TelegramCall) throws(TelegramError) -> Int64 {
    let id = try chat(of: call)
    guard let chat = chats[id] else { return id }
    if chat.botStatus == "restricted" {
      throw .badRequest("not enough rights to send text messages to the chat")
    }
    if chat.type == "channel", chat.botStatus == "member" {
      throw .badRequest("need administrator rights in the channel chat")
    }
    return id
  }

  private func enter(_ chat: TelegramChat) throws(TelegramError) {
    if let supergroup = chat.migratedTo { throw .migrated(to: supergroup) }
    if chat.isDeleted { throw .forbidden("the group chat was deleted") }
    switch chat.botStatus {
    case "kicked": throw .forbidden("bot was kicked from the \(chat.type) chat")
    case "left": throw .forbidden("bot is not a member of the \(chat.type) chat")
    default: return
    }
  }

  /// Whether the bot may do in a chat what only administrators may do in groups.
  func isAdministrator(in chat: Int64) -> Bool {
    chats[chat].map { $0.type == "private" || $0.botStatus == "administrator" } ?? false
  }

  /// The business connection that a call names, if it is there and switched on.
  func connection(of call: TelegramCall) throws(TelegramError) -> String? {
    guard let id = call["business_connection_id"] else { return nil }
    guard connections[id]?["is_enabled"] == true else {
      throw .badRequest("BUSINESS_CONNECTION_INVALID")
    }
    return id
  }

  /// Opens a chat or changes it: `id`, and if wanted `type`, `title`, `is_forum`, `topics`,
  /// `closed_topics`, `bot_status` (`administrator`, `member`, `restricted`, `left`, `kicked`),
  /// `is_deleted`, and `migrate_to`: the id of a supergroup that takes its place, which both tell.
  mutating func arrange(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let id = order["id"].int else { return nil }
    let guess = id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group"
    let title = order["title"].nonEmpty
    open(chat: id, type: order["type"].nonEmpty ?? guess, title: title ?? (id > 0 ? nil : "Чат"))
    if let title { chats[id]?.title = title }
    if let isForum = order["is_forum"].bool { chats[id]?.isForum = isForum }
    if let isDeleted = order["is_deleted"].bool { chats[id]?.isDeleted = isDeleted }
    if let status = order["bot_status"].nonEmpty { chats[id]?.botStatus = status }
    let closed = order["closed_topics"].elements.compactMap(\.int)
    chats[id]?.topics.formUnion(order["topics"].elements.compactMap(\.int) + closed)
    if order["closed_topics"].exists { chats[id]?.closedTopics = Set(closed) }
    if let supergroup = order["migrate_to"].int { migrate(id, to: supergroup, at: now) }
    return chat(id)
  }

  private mutating func migrate(_ group: Int64, to supergroup: Int64, at now: Int64) {
    open(chat: supergroup, type: "supergroup", title: chats[group]?.title)
    var last = TelegramMessage(id: 0, chatID: group, fromID: account.id, date: now)
    last.content = ["migrate_to_chat_id": .int(supergroup)]
    emit("message", json(of: keep(last)), queue: "chat\(group)")
    var first = TelegramMessage(id: 0, chatID: supergroup, fromID: account.id, date: now)
    first.content = ["migrate_from_chat_id": .int(group)]
    emit("message", json(of: keep(first)), queue: "chat\(supergroup)")
    chats[group]?.migratedTo = supergroup
  }

  /// A business account is connected or changed: `id`, `user` (a person), and if wanted
  /// `is_enabled` and `rights`.
  mutating func connect(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let id = order["id"].nonEmpty, let owner = person(order["user"]),
      connections[id] != nil || connections.count < limits.presses
    else { return nil }
    let connection: JSONValue = [
      "id": .string(id), "user": user(owner), "user_chat_id": .int(owner), "date": .int(now),
      "rights": order["rights"].exists
        ? JSONValue(order["rights"]) : ["can_reply": true, "can_read_messages": true],
      "is_enabled": .bool(order["is_enabled"].bool ?? true),
    ]
    connections[id] = connection
    emit("business_connection", connection, queue: "owner\(owner)")
    return connection
  }
}
