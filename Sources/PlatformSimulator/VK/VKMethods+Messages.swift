import JSON

extension VKCommunity {
  mutating func messages(_ call: VKCall) throws(VKError) -> JSONValue {
    switch call.method {
    case "messages.send": return try send(call)
    case "messages.edit": return try edit(call)
    case "messages.delete": return try delete(call)
    case "messages.sendMessageEventAnswer": return try answerPress(call)
    case "messages.restore": return try restore(call)
    case "messages.pin", "messages.unpin": return try pin(call)
    case "messages.sendReaction", "messages.deleteReaction": return try react(call)
    case "messages.setActivity": return try act(call)
    case "messages.markAsRead": return try markAsRead(call)
    case "messages.getByConversationMessageId":
      return try found(call, numbers: call.parameters.ints("conversation_message_ids"))
    case "messages.getHistory": return try history(call)
    case "messages.getConversationsById": return conversations(call)
    case "messages.getConversationMembers": return try members(call)
    case "messages.isMessagesFromGroupAllowed":
      let user = try call.required("user_id")
      return ["is_allowed": .int(people[user] != nil && refusals[user] == nil ? 1 : 0)]
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
    try VKSend.check(attachments: call["attachment"])
    let keyboard = try VKKeyboard.checked(call["keyboard"])
    if keyboard != nil, !mayUseKeyboards { throw .known(912) }
    let options = try VKSend.options(of: call, text: text)
    let (attachments, files) = attachments(call["attachment"])
    let keepsForwards = call.parameters.flag("keep_forward_messages")
    let changed = conversations[peer]?.change(message.conversationMessageID) { message in
      message.text = text
      (message.attachments, message.files) = (attachments, files)
      message.keyboard = keyboard
      message.options = options
      if !keepsForwards { message.forwards = [] }
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
      numbers.map { peer, number in delete(number, in: peer, call) })
  }

  /// For everybody within a day and only what is the community's own; for itself whatever it likes.
  private mutating func delete(_ number: Int64, in peer: Int64, _ call: VKCall) -> JSONValue {
    let message = conversations[peer]?.message(number)
    let isForAll = call.parameters.flag("delete_for_all")
    let isAllowed = message.map { !isForAll || $0.isOut && call.now - $0.date < 86_400 } ?? false
    if isAllowed {
      _ = conversations[peer]?.change(number) {
        if isForAll { $0.isDeleted = true } else { $0.isHidden = true }
      }
    }
    return .members([
      "peer_id": .int(peer), "message_id": .int(message?.id ?? 0),
      "conversation_message_id": .int(number), "response": .int(isAllowed ? 1 : 0),
      "error": isAllowed ? nil : VKError.known(924).perRecipient,
    ])
  }

  // MARK: Reading

  /// Refuses peers that the community cannot see.
  func reach(_ peer: Int64) throws(VKError) {
    if let code = refusals[peer] { throw .known(code) }
    if peer > VKMessage.firstChatPeer {
      guard conversations[peer] != nil else { throw .known(917) }
    } else {
      guard people[peer] != nil else { throw .known(901) }
    }
  }

  private func found(_ call: VKCall, numbers: [Int64]) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    let items = numbers.compactMap { conversations[peer]?.message($0) }
      .filter { !$0.isHidden }.map(json)
    return ["count": .int(items.count), "items": .array(items)]
  }

  private func history(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    let count = min(max(1, call.parameters.int("count") ?? 20), 200)
    let all = (conversations[peer]?.messages).map(Array.init) ?? []
    let newest = all.filter { !$0.isDeleted && !$0.isHidden }.reversed()
    let skipped = Int(clamping: max(0, call.parameters.int("offset") ?? 0))
    let items = newest.dropFirst(skipped).prefix(Int(count)).map(json)
    return ["count": .int(newest.count), "items": .array(items)]
  }

  private func conversations(_ call: VKCall) -> JSONValue {
    let items = call.parameters.ints("peer_ids").map { peer -> JSONValue in
      let isChat = peer > VKMessage.firstChatPeer
      let isKnown = isChat ? conversations[peer] != nil : people[peer] != nil
      let refusal = refusals[peer] ?? (isKnown ? nil : isChat ? 917 : 901)
      return .members([
        "peer": ["id": .int(peer), "type": isChat ? "chat" : "user", "local_id": .int(peer)],
        "can_write": .members([
          "allowed": .bool(refusal == nil), "reason": refusal.map { .int($0) },
        ]),
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
