import JSON

/// What a person does in the simulated VK, as the control API asks for it.
extension VKCommunity {
  /// A person writes. Members: `from` (an id or `{id, first_name, last_name}`), `text`, and if
  /// wanted `chat` (a chat's number or peer id), `reply_to` (a conversation message id), `payload`,
  /// `attachments` (finished objects), `file` (`kind`: `photo`, `doc`, `audio_message`, and what
  /// `FileDraft` reads), `files` (several of them) and `raw` (members put into the message as they
  /// are).
  mutating func push(_ order: JSONView, at now: Int64) -> VKMessage? {
    guard let person = person(order["from"]) else { return nil }
    var attachments = order["attachments"].elements.map { JSONValue($0) }
    var sent: [SentFile] = []
    for view in Array(order["files"].elements) + [order["file"]] where view.exists {
      let file = file(view)
      attachments.append(attachment(of: file))
      sent.append(file.sent)
    }
    var message = VKMessage(
      id: 0, conversationMessageID: 0, peerID: peer(order["chat"]) ?? person, fromID: person,
      date: now, text: order["text"].string ?? "")
    message.replyTo = order["reply_to"].int
    message.attachments = attachments
    message.files = sent
    message.payload = payloadText(order["payload"])
    message.extra = order["raw"].exists ? JSONValue(order["raw"]) : [:]
    return push(message)
  }

  /// Keeps a message that came from a person and tells the listeners.
  mutating func push(_ draft: VKMessage) -> VKMessage {
    let message = keep(draft)
    emit("message_new", ["client_info": Self.clientInfo, "message": json(of: message)])
    return message
  }

  /// A person presses a button: `from`, and if wanted `chat`, `message` (its conversation message
  /// id; else the newest with a keyboard) and `button` (its label; else the first). Or, without a
  /// keyboard, `payload`: a press on a callback button that carries it.
  mutating func press(_ order: JSONView, at now: Int64) -> JSONValue? {
    guard let person = person(order["from"]) else { return nil }
    let peer = peer(order["chat"]) ?? person
    if order["payload"].exists {
      let number = order["message"].int ?? (conversations[peer]?.messages).flatMap(newest) ?? 0
      return callback(JSONValue(order["payload"]), on: number, by: person, in: peer, at: now)
    }
    guard let (message, action) = button(order, in: peer) else { return nil }
    let payload = action["payload"]
    if action["type"] == "callback" {
      let carried = JSONValue(text: payload?.string) ?? payload ?? .null
      return callback(carried, on: message, by: person, in: peer, at: now)
    }
    var pressed = VKMessage(
      id: 0, conversationMessageID: 0, peerID: peer, fromID: person, date: now,
      text: action["label"]?.string ?? "")
    pressed.payload = payload?.string ?? payload?.jsonText
    return push(pressed).logged
  }

  private mutating func callback(
    _ payload: JSONValue, on message: Int64, by person: Int64, in peer: Int64, at now: Int64
  ) -> JSONValue {
    lastEvent += 1
    let id = hexDigits(of: "press", UInt64(firstNumber), lastEvent, count: 12)
    presses[id] = VKPress(userID: person, peerID: peer, pressedAt: now)
    let press: JSONValue = [
      "user_id": .int(person), "peer_id": .int(peer), "event_id": .string(id), "payload": payload,
      "conversation_message_id": .int(message),
    ]
    emit("message_event", press)
    return press
  }

  private func newest(_ messages: Recent<VKMessage>) -> Int64? {
    messages.filter { $0.keyboard != nil && !$0.isDeleted }.last?.conversationMessageID
  }

  private func button(_ order: JSONView, in peer: Int64) -> (Int64, JSONValue)? {
    let candidates = conversations[peer].map { Array($0.messages) } ?? []
    let message = candidates.last { message in
      message.keyboard != nil && !message.isDeleted
        && (order["message"].int ?? message.conversationMessageID) == message.conversationMessageID
    }
    guard let message else { return nil }
    let actions = message.keyboard?["buttons"]?.elements.flatMap(\.elements)
      .compactMap { $0["action"] }
    let wanted = order["button"].string
    let action = actions?.first { wanted == nil || $0["label"]?.string == wanted }
    return action.map { (message.conversationMessageID, $0) }
  }

  /// An event with whatever members it was given; those of the envelope that are missing are added.
  mutating func push(rawEvent event: JSONView) -> String {
    let type = event["type"].string ?? ""
    let object = envelope(type: type, object: nil).merging(JSONValue(event))
    return emit(VKEvent(object))
  }

  /// The person of an order, who from now on may be written to.
  mutating func person(_ view: JSONView, mayWrite: Bool = true) -> Int64? {
    guard let id = view.int ?? view["id"].int else { return nil }
    let isNew = people[id] == nil
    if isNew || view["first_name"].exists {
      people[id] = Person(
        id: id, firstName: view["first_name"].string ?? "Имя\(id)",
        lastName: view["last_name"].string ?? "Фамилия", username: view["username"].nonEmpty)
    }
    // One who writes has consented; one who only comments has not.
    if mayWrite { refusals[id] = nil } else if isNew { refusals[id] = 901 }
    return id
  }

  func peer(_ chat: JSONView) -> Int64? {
    guard let number = chat.int else { return nil }
    return number > 0 && number < VKMessage.firstChatPeer
      ? VKMessage.firstChatPeer + number : number
  }

  private func payloadText(_ payload: JSONView) -> String? {
    guard payload.exists else { return nil }
    return payload.string ?? JSONValue(payload).jsonText
  }

  private mutating func file(_ view: JSONView) -> StoredFile {
    let kind = view["kind"].nonEmpty ?? "doc"
    let owner = ownerID
    return files.add(FileDraft(view), type: kind) { "\(kind)\(owner)_\($0)" }
  }

  private static let clientInfo: JSONValue = [
    "button_actions": [
      "text", "vkpay", "open_app", "location", "open_link", "open_photo", "callback",
      "intent_subscribe", "intent_unsubscribe",
    ], "keyboard": true, "inline_keyboard": true, "carousel": true, "lang_id": 0,
  ]
}
