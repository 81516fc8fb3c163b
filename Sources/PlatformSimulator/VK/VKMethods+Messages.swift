import JSON

extension VKCommunity {
  mutating func messages(_ call: VKCall) throws(VKError) -> JSONValue {
    switch call.method {
    case "messages.send": return try send(call)
    case "messages.edit": return try edit(call)
    case "messages.delete": return try delete(call)
    case "messages.sendMessageEventAnswer": return try answerPress(call)
    case "messages.markAsRead", "messages.setActivity", "messages.sendReaction",
      "messages.deleteReaction", "messages.pin", "messages.unpin":
      try reach(try call.required("peer_id"))
      return 1
    case "messages.getByConversationMessageId":
      return try found(call, numbers: call.parameters.ints("conversation_message_ids"))
    case "messages.getHistory": return try history(call)
    case "messages.getConversationsById": return conversations(call)
    case "messages.getConversationMembers": return try members(call)
    case "messages.isMessagesFromGroupAllowed":
      let user = try call.required("user_id")
      return ["is_allowed": .int(people[user] != nil && !denied.contains(user) ? 1 : 0)]
    default: throw .known(3)
    }
  }

  // MARK: Editing and deleting

  private mutating func edit(_ call: VKCall) throws(VKError) -> JSONValue {
    let (peer, message) = try ownMessage(of: call)
    let text = call["message"] ?? ""
    guard !text.isEmpty || call["attachment"] != nil else {
      throw .parameter("message is empty or invalid")
    }
    try VKSend.check(text: text)
    let keyboard = try VKKeyboard.checked(call["keyboard"])
    let attachments = attachments(call["attachment"])
    let changed = conversations[peer]?.change(message.conversationMessageID) { message in
      message.text = text
      message.attachments = attachments
      message.keyboard = keyboard
      message.editedAt = call.now
    }
    if let changed { emit("message_edit", json(of: changed)) }
    return 1
  }

  /// The message that an edit names, by either of its numbers.
  private func ownMessage(of call: VKCall) throws(VKError) -> (Int64, VKMessage) {
    let peer = try call.required("peer_id")
    try reach(peer)
    let number = call.parameters.int("cmid") ?? call.parameters.int("conversation_message_id")
    let id = call.parameters.int("message_id")
    let message = conversations[peer]?.messages.first { message in
      !message.isDeleted
        && (number.map { $0 == message.conversationMessageID } ?? (message.id == id && id != 0))
    }
    guard let message else { throw .parameter("message_id or cmid is undefined") }
    guard message.isOut else { throw .known(920) }
    guard call.now - message.date < 86_400 else { throw .known(909) }
    return (peer, message)
  }

  private mutating func delete(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = call.parameters.int("peer_id")
    var numbers: [(Int64, Int64)] = []
    if let peer { numbers = call.parameters.ints("cmids").map { (peer, $0) } }
    for id in call.parameters.ints("message_ids") where id != 0 {
      for (place, conversation) in conversations {
        numbers += conversation.messages.filter { $0.id == id }
          .map { (place, $0.conversationMessageID) }
      }
    }
    guard !numbers.isEmpty else { throw .parameter("message_ids or cmids is undefined") }
    return .array(
      numbers.map { peer, number in delete(number, in: peer, now: call.now) })
  }

  private mutating func delete(_ number: Int64, in peer: Int64, now: Int64) -> JSONValue {
    let message = conversations[peer]?.message(number)
    let isAllowed = message.map { $0.isOut && now - $0.date < 86_400 } ?? false
    if isAllowed { _ = conversations[peer]?.change(number) { $0.isDeleted = true } }
    return .members([
      "peer_id": .int(peer), "message_id": .int(message?.id ?? 0),
      "conversation_message_id": .int(number), "response": .int(isAllowed ? 1 : 0),
      "error": isAllowed ? nil : VKError.known(924).perRecipient,
    ])
  }

  // MARK: Presses

  private mutating func answerPress(_ call: VKCall) throws(VKError) -> JSONValue {
    guard let event = call["event_id"] else { throw .parameter("event_id is undefined") }
    let user = try call.required("user_id")
    let peer = try call.required("peer_id")
    guard let press = presses[event], press.userID == user, press.peerID == peer,
      press.answer == nil, call.now - press.pressedAt <= VKPress.patience
    else { throw .parameter("event_id is invalid or expired") }
    presses[event]?.answer = call["event_data"] ?? ""
    return 1
  }

  // MARK: Reading

  /// Refuses peers that the community cannot see.
  func reach(_ peer: Int64) throws(VKError) {
    if peer > VKMessage.firstChatPeer {
      guard conversations[peer] != nil else { throw .known(917) }
    } else {
      guard people[peer] != nil, !denied.contains(peer) else { throw .known(901) }
    }
  }

  private func found(_ call: VKCall, numbers: [Int64]) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    let items = numbers.compactMap { conversations[peer]?.message($0) }.map(json)
    return ["count": .int(items.count), "items": .array(items)]
  }

  private func history(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    let count = min(max(1, call.parameters.int("count") ?? 20), 200)
    let all = (conversations[peer]?.messages).map(Array.init) ?? []
    let newest = all.filter { !$0.isDeleted }.reversed()
    let skipped = Int(clamping: max(0, call.parameters.int("offset") ?? 0))
    let items = newest.dropFirst(skipped).prefix(Int(count)).map(json)
    return ["count": .int(newest.count), "items": .array(items)]
  }

  private func conversations(_ call: VKCall) -> JSONValue {
    let items = call.parameters.ints("peer_ids").map { peer -> JSONValue in
      let isChat = peer > VKMessage.firstChatPeer
      return .members([
        "peer": ["id": .int(peer), "type": isChat ? "chat" : "user", "local_id": .int(peer)],
        "can_write": ["allowed": .bool(isChat || people[peer] != nil && !denied.contains(peer))],
        "chat_settings": isChat ? ["title": "Чат", "members_count": 2] : nil,
      ])
    }
    return ["count": .int(items.count), "items": .array(items)]
  }

  private func members(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    try reach(peer)
    let writers = Set((conversations[peer]?.messages).map { $0.map(\.fromID) } ?? [])
    let items = writers.union([ownerID]).sorted().map { member -> JSONValue in
      ["member_id": .int(member), "is_admin": true]
    }
    let profiles = writers.sorted().compactMap { people[$0]?.vkJSON }
    return [
      "count": .int(items.count), "items": .array(items), "profiles": .array(profiles),
      "groups": [],
    ]
  }
}
