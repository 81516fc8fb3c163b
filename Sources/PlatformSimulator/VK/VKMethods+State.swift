import JSON

/// What a community does to messages and dialogs that are there.
extension VKCommunity {
  mutating func answerPress(_ call: VKCall) throws(VKError) -> JSONValue {
    guard let event = call["event_id"] else { throw .parameter("event_id is undefined") }
    let user = try call.required("user_id")
    let peer = try call.required("peer_id")
    guard let press = presses[event], press.userID == user, press.peerID == peer,
      press.answer == nil, call.now - press.pressedAt <= VKPress.patience
    else { throw .parameter("event_id is invalid or expired") }
    let answer = call["event_data"] ?? ""
    guard answer.isEmpty || JSONValue(text: answer) != nil, answer.count <= 1000 else {
      throw .parameter("event_data is invalid")
    }
    presses[event]?.answer = answer
    return 1
  }

  /// Brings back what the community deleted for itself alone.
  mutating func restore(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = call.parameters.int("peer_id")
    let number = call.parameters.int("cmid")
    let id = call.parameters.int("message_id")
    for (place, conversation) in conversations where place == peer ?? place {
      let hidden = conversation.messages.first { message in
        message.isHidden && !message.isDeleted
          && (number.map { $0 == message.conversationMessageID } ?? (message.id == id && id != 0))
      }
      guard let hidden else { continue }
      _ = conversations[place]?.change(hidden.conversationMessageID) { $0.isHidden = false }
      return 1
    }
    throw .parameter("message_id or cmid is undefined")
  }

  /// Pins in chats where the community is an administrator; one message at a time.
  mutating func pin(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    try reach(peer)
    guard !plainChats.contains(peer) else { throw .known(925) }
    guard call.method == "messages.pin" else {
      conversations[peer]?.unpin()
      return 1
    }
    let number = try message(of: call, in: peer).conversationMessageID
    conversations[peer]?.unpin()
    let pinned = conversations[peer]?.change(number) { $0.isPinned = true }
    return pinned.map { json(of: $0) } ?? .null
  }

  /// VK's sixteen reactions are named by number.
  mutating func react(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    try reach(peer)
    let number = try message(of: call, in: peer).conversationMessageID
    var reaction: Int64?
    if call.method == "messages.sendReaction" {
      let given = try call.required("reaction_id")
      guard (1...16).contains(given) else { throw .known(1009) }
      reaction = given
    }
    let me = ownerID
    _ = conversations[peer]?.change(number) { $0.reactions[me] = reaction }
    return 1
  }

  private static let activities: Set<String> = [
    "typing", "audiomessage", "photo", "video", "file", "videomessage",
  ]

  func act(_ call: VKCall) throws(VKError) -> JSONValue {
    guard let peer = call.parameters.int("peer_id") ?? call.parameters.int("user_id") else {
      throw .parameter("peer_id is a required parameter")
    }
    try reach(peer)
    guard Self.activities.contains(call["type"] ?? "typing") else {
      throw .parameter("type is invalid")
    }
    return 1
  }

  /// Up to the message that the call names, or all.
  mutating func markAsRead(_ call: VKCall) throws(VKError) -> JSONValue {
    let peer = try call.required("peer_id")
    try reach(peer)
    let messages = (conversations[peer]?.messages).map(Array.init) ?? []
    let id = call.parameters.int("start_message_id")
    let named = messages.last { $0.id == id && id != 0 }?.conversationMessageID
    let newest = messages.last?.conversationMessageID
    let read = call.parameters.int("up_to_cmid") ?? named ?? newest ?? 0
    let before = conversations[peer]?.readUpTo ?? 0
    conversations[peer]?.readUpTo = max(read, before)
    return 1
  }

  private func message(of call: VKCall, in peer: Int64) throws(VKError) -> VKMessage {
    let number = call.parameters.int("cmid") ?? call.parameters.int("conversation_message_id")
    let id = call.parameters.int("message_id")
    let message = conversations[peer]?.messages.first { message in
      !message.isDeleted
        && (number.map { $0 == message.conversationMessageID } ?? (message.id == id && id != 0))
    }
    guard let message else { throw .parameter("cmid is undefined") }
    return message
  }
}
