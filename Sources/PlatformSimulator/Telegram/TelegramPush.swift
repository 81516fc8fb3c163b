import JSON

/// What a person does in the simulated Telegram, as the control API asks for it.
extension TelegramBot {
  /// A person writes. Members: `from` (an id or `{id, first_name, last_name, username}`), `text`,
  /// and if wanted `chat` (an id or `{id, type, title, is_forum}`), `reply_to_message_id`,
  /// `message_thread_id` (in a forum: a topic), `file` (`kind` and what `FileDraft` reads),
  /// `caption`, `connection` (a business connection's id; `chat` is the client then) and `raw`
  /// (members put into the message as they are).
  ///
  /// Returns the message and the id of its update, which is nil when nobody asked for messages.
  mutating func push(
    _ order: JSONView, at now: Int64
  ) -> (message: TelegramMessage, update: Int64?)? {
    guard let person = person(order["from"]) else { return nil }
    let chat = place(order["chat"]) ?? person
    open(chat: chat, type: "private")
    var message = TelegramMessage(id: 0, chatID: chat, fromID: person, date: now)
    message.text = order["text"].string
    message.replyTo = order["reply_to_message_id"].int
    message.threadID = order["message_thread_id"].int
    if let topic = message.threadID, chats[chat]?.isForum == true {
      chats[chat]?.topics.insert(topic)
    }
    message.connection = order["connection"].nonEmpty
    message.content = content(order, &message.files)
    message = keep(message)
    let plain = chats[chat]?.type == "channel" ? "channel_post" : "message"
    let kind = message.connection == nil ? plain : "business_message"
    return (message, emit(kind, json(of: message), queue: "chat\(chat)"))
  }

  private mutating func content(_ order: JSONView, _ files: inout [SentFile]) -> JSONValue {
    var content: JSONValue = [:]
    let file = order["file"]
    if file.exists {
      let kind = file["kind"].nonEmpty ?? "document"
      let stored = keep(FileDraft(file), kind: kind)
      content = content.with(kind, object(of: stored, kind))
      files.append(stored.sent)
    }
    if let caption = order["caption"].string { content = content.with("caption", .string(caption)) }
    return order["raw"].exists ? content.merging(JSONValue(order["raw"])) : content
  }

  /// A person presses an inline button: `from`, and if wanted `chat`, `message_id` (else the newest
  /// with a keyboard), and `button` (its text) or `data` (else the first button).
  mutating func press(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let person = person(order["from"]) else { return nil }
    let chat = place(order["chat"]) ?? person
    let candidates = (chats[chat]?.messages).map(Array.init) ?? []
    let message = candidates.last { message in
      message.keyboard != nil && !message.isDeleted
        && (order["message_id"].int ?? message.id) == message.id
    }
    guard let message, let data = data(order, of: message) else { return nil }
    lastPress += 1
    let id = String(2_150_000_000_000_000_000 + lastPress)
    presses[id] = TelegramPress(
      fromID: person, chatID: chat, messageID: message.id, pressedAt: now)
    let query: JSONValue = [
      "id": .string(id), "from": user(person), "message": json(of: message),
      "data": .string(data), "chat_instance": .string(String(0 &- chat)),
    ]
    let update = emit("callback_query", query, queue: "user\(person)")
    return .members([
      "callback_query_id": .string(id), "message_id": .int(message.id), "data": .string(data),
      "update_id": update.map { .int($0) },
    ])
  }

  private func data(_ order: JSONView, of message: TelegramMessage) -> String? {
    if let data = order["data"].string { return data }
    let buttons = message.keyboard?["inline_keyboard"]?.elements.flatMap(\.elements) ?? []
    let wanted = order["button"].string
    let button = buttons.first { button in
      button["callback_data"] != nil && (wanted == nil || button["text"]?.string == wanted)
    }
    return button?["callback_data"]?.string
  }

  /// An update as it is; without an `update_id` it gets the next one.
  mutating func push(rawUpdate bytes: [UInt8], at now: ContinuousClock.Instant) -> Int64 {
    // What is no JSON goes out as well: a test may want to see what happens then.
    let view = try? JSONDocument(parsing: bytes).root
    let kind = view?.members.first { $0.name != "update_id" }?.name ?? ""
    if let id = view?["update_id"].int {
      if Int32(exactly: id) != nil { lastUpdate = max(lastUpdate, id) }
      emit(TelegramUpdate(id: id, kind: kind, verbatim: bytes, at: now))
      return id
    }
    lastUpdate += 1
    let object = view.map { JSONValue($0[member: kind]) }
    if let object, object != .null {
      emit(TelegramUpdate(id: lastUpdate, kind: kind, object: object, queue: "raw", at: now))
    } else {
      emit(TelegramUpdate(id: lastUpdate, kind: kind, verbatim: bytes, at: now))
    }
    return lastUpdate
  }

  /// The person of an order, who from now on may be written to.
  mutating func person(_ view: JSONView) -> Int64? {
    guard let id = view.int ?? view["id"].int else { return nil }
    if people[id] == nil || view["first_name"].exists {
      people[id] = Person(
        id: id, firstName: view["first_name"].string ?? "Имя\(id)",
        lastName: view["last_name"].string ?? "", username: view["username"].nonEmpty)
    }
    blocked.remove(id)
    open(chat: id, type: "private")
    return id
  }

  private mutating func place(_ view: JSONView) -> Int64? {
    guard let id = view.int ?? view["id"].int else { return nil }
    let guess = id > 0 ? "private" : id < -1_000_000_000_000 ? "supergroup" : "group"
    open(chat: id, type: view["type"].nonEmpty ?? guess, title: view["title"].nonEmpty ?? "Чат")
    if view["is_forum"].bool == true { chats[id]?.isForum = true }
    return id
  }
}
