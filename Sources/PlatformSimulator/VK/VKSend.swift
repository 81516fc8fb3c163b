import JSON

/// What a `messages.send` asks for, checked.
struct VKSend: Sendable {
  static let longestText = 4096
  private static let mostPeers = 100

  var peers: [Int64]
  /// With `peer_ids` the answer is an array with an entry for each peer.
  var answersByPeer: Bool
  var randomID: Int64
  var text: String
  var keyboard: JSONValue?
  var payload: String?
  var replyTo: Int64?
  var attachments: String?

  init(_ call: VKCall) throws(VKError) {
    guard let randomID = call.parameters.int("random_id"), Int32(exactly: randomID) != nil else {
      throw .parameter("random_id is a required parameter")
    }
    self.randomID = randomID
    guard call["user_ids"] == nil else { throw .parameter("user_ids is deprecated, use peer_ids") }
    let several = call.parameters.ints("peer_ids")
    answersByPeer = !several.isEmpty
    peers = answersByPeer ? several : Self.onePeer(call).map { [$0] } ?? []
    guard (1...Self.mostPeers).contains(peers.count) else {
      throw .parameter("you should specify peer_id, user_id, domain, chat_id or user_ids param")
    }
    text = call["message"] ?? ""
    payload = call["payload"]
    attachments = call["attachment"]
    let forward = call.parameters.json("forward")
    let hasMore = attachments != nil || call["sticker_id"] != nil || forward != nil
    guard !text.isEmpty || hasMore else { throw .parameter("message is empty or invalid") }
    try Self.check(text: text)
    keyboard = try VKKeyboard.checked(call["keyboard"])
    replyTo = Self.reply(forward)
  }

  private static func onePeer(_ call: VKCall) -> Int64? {
    if let chat = call.parameters.int("chat_id") {
      return chat.addingReportingOverflow(VKMessage.firstChatPeer).partialValue
    }
    return call.parameters.int("peer_id") ?? call.parameters.int("user_id")
  }

  static func check(text: String) throws(VKError) {
    guard text.utf16.count <= longestText else { throw .known(914) }
  }

  /// `{"conversation_message_ids":[one], "is_reply":1}`, under either name of the list.
  private static func reply(_ forward: JSONValue?) -> Int64? {
    guard let forward, ["1", "true"].contains(forward["is_reply"]?.jsonText) else { return nil }
    let numbers = forward["conversation_message_ids"] ?? forward["cmids"]
    return numbers?.elements.first?.int ?? numbers?.int
  }
}

extension VKCommunity {
  mutating func send(_ call: VKCall) throws(VKError) -> JSONValue {
    let send = try VKSend(call)
    guard send.answersByPeer else {
      return .int(try deliver(send, to: send.peers.first ?? 0, now: call.now).id)
    }
    return .array(send.peers.map { peer in entry(of: send, to: peer, now: call.now) })
  }

  /// The line of a send to several peers that is about one of them.
  private mutating func entry(of send: VKSend, to peer: Int64, now: Int64) -> JSONValue {
    do {
      let message = try deliver(send, to: peer, now: now)
      return [
        "peer_id": .int(peer), "message_id": .int(message.id),
        "conversation_message_id": .int(message.conversationMessageID),
      ]
    } catch {
      return [
        "peer_id": .int(peer), "message_id": 0, "conversation_message_id": 0,
        "error": error.perRecipient,
      ]
    }
  }

  /// Keeps the message and tells the listeners, unless its `random_id` was there before.
  private mutating func deliver(
    _ send: VKSend, to peer: Int64, now: Int64
  ) throws(VKError) -> VKMessage {
    try reach(peer)
    if let earlier = conversations[peer]?.sent(randomID: send.randomID, at: now) { return earlier }
    if let replied = send.replyTo, conversations[peer]?.message(replied) == nil {
      throw .parameter("forward: message is not found")
    }
    let message = keep(
      VKMessage(
        id: 0, conversationMessageID: 0, peerID: peer, fromID: ownerID, date: now, text: send.text,
        randomID: send.randomID, replyTo: send.replyTo, attachments: attachments(send.attachments),
        keyboard: send.keyboard, payload: send.payload))
    emit("message_reply", json(of: message))
    return message
  }

  /// The attachment objects of a comma-separated list; of what was not uploaded here only the ids.
  func attachments(_ list: String?) -> [JSONValue] {
    (list ?? "").split(separator: ",").prefix(10).map { name in
      let kind = String(name.prefix { !$0.isNumber && $0 != "-" })
      let ids = name.dropFirst(kind.count).split(separator: "_").prefix(2)
      let key = ids.joined(separator: "_")
      if let file = files[kind + key] ?? files["audio_message" + key] {
        return attachment(of: file)
      }
      let object: JSONValue = [
        "owner_id": .int(ids.first.flatMap { Int64($0) } ?? 0),
        "id": .int(ids.dropFirst().first.flatMap { Int64($0) } ?? 0),
      ]
      return .object([.init("type", .string(kind)), .init(kind, object)])
    }
  }
}
