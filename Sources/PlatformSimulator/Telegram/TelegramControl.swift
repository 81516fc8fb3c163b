import JSON

extension Simulator {
  /// The control API of a bot.
  func controlTelegram(
    _ token: String, _ topic: String, _ request: IncomingRequest, _ query: RequestParameters
  ) -> Answer {
    switch topic {
    case "ledger": return .json(look { $0.ledger(ofBot: token, query) })
    case "log":
      return .json(look { $0.bots[token]?.log(query) ?? .null })
    case "updates" where request.isPost:
      let id = change(.telegram(token)) {
        $0.bots[token]?.push(rawUpdate: request.body, at: .now) ?? 0
      }
      return .json(["update_id": .int(id)])
    default: break
    }
    guard request.isPost, let order = try? JSONDocument(parsing: request.body).root else {
      return .refused("a POST with a JSON body is needed")
    }
    let done = change(.telegram(token)) { world -> JSONValue? in
      let now = world.now.seconds
      switch topic {
      case "messages":
        guard let pushed = world.bots[token]?.push(order, at: now) else { return nil }
        return pushed.message.logged.with("update_id", pushed.update.map { .int($0) })
      case "presses": return world.bots[token]?.press(order, at: now)
      case "chats": return world.bots[token]?.arrange(order, at: now)
      case "connections": return world.bots[token]?.connect(order, at: now)
      case "people": return world.bots[token]?.meet(order, at: now)
      default: return nil
      }
    }
    return done.map { .json($0) } ?? .refused("\(topic): nothing that could be done")
  }
}

extension TelegramBot {
  /// Puts a person in or changes him: `id`, and if wanted `first_name`, `last_name`, `username`,
  /// `photo` (what `FileDraft` reads), `is_blocked` (he blocked the bot), `is_deactivated` (his
  /// account is deleted) and `has_started` (false: he never wrote to the bot).
  mutating func meet(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let id = order["id"].int else { return nil }
    people[id] = Person(
      id: id, firstName: order["first_name"].string ?? people[id]?.firstName ?? "Имя\(id)",
      lastName: order["last_name"].string ?? people[id]?.lastName ?? "",
      username: order["username"].nonEmpty ?? people[id]?.username)
    if order["photo"].exists {
      portraits[id] = keep(FileDraft(order["photo"]), kind: "photo").key
    }
    deactivated.set(id, order["is_deactivated"].bool ?? deactivated.contains(id))
    strangers.set(id, order["has_started"].bool == false)
    open(chat: id, type: "private")
    let isBlocked = order["is_blocked"].bool ?? false
    if isBlocked != blocked.contains(id) { change(id, isBlocked: isBlocked, at: now) }
    return user(id)
  }

  /// A person blocks the bot or takes it back, which Telegram tells the bot.
  private mutating func change(_ person: Int64, isBlocked: Bool, at now: Int64) {
    if isBlocked { blocked.insert(person) } else { blocked.remove(person) }
    let blockedState: JSONValue = ["status": "kicked", "user": json, "until_date": 0]
    let freeState: JSONValue = ["status": "member", "user": json]
    let told: JSONValue = [
      "chat": chat(person), "from": user(person), "date": .int(now),
      "old_chat_member": isBlocked ? freeState : blockedState,
      "new_chat_member": isBlocked ? blockedState : freeState,
    ]
    emit("my_chat_member", told, queue: "member\(person)")
  }
}

extension World {
  /// The calls of a bot and all that is in its chats.
  fileprivate func ledger(ofBot token: String, _ query: RequestParameters) -> JSONValue {
    guard let bot = bots[token] else { return .null }
    let chats = bot.chats.sorted { $0.key < $1.key }.map { id, chat in
      JSONValue.members([
        "chat_id": .int(id), "type": .string(chat.type),
        "messages_total": .int(chat.messages.total),
        "messages": .array(chat.messages.map(\.logged)),
      ])
    }
    let presses = bot.presses.all.map { id, press in
      JSONValue.members([
        "callback_query_id": .string(id), "from_id": .int(press.fromID), "answer": press.answer,
      ])
    }
    return callsJSON(account: bot.account.username, query).merging([
      "chats": .array(chats), "presses": .array(presses),
      "deliveries_waiting": .int(bot.updates.count), "webhook": bot.webhookInfo,
    ])
  }
}

extension Set {
  /// Puts an element in or takes it out.
  mutating func set(_ element: Element, _ isIn: Bool) {
    if isIn { insert(element) } else { remove(element) }
  }
}
