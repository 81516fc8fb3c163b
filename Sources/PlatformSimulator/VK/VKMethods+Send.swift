import JSON

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
      return VKSend.entry(refusing: peer, error)
    }
  }

  /// Keeps the message and tells the listeners, unless its `random_id` was there before.
  private mutating func deliver(
    _ send: VKSend, to peer: Int64, now: Int64
  ) throws(VKError) -> VKMessage {
    try reach(peer)
    if let earlier = conversations[peer]?.sent(randomID: send.randomID, at: now) { return earlier }
    if send.keyboard != nil, !mayUseKeyboards { throw .known(912) }
    var message = VKMessage(
      id: 0, conversationMessageID: 0, peerID: peer, fromID: ownerID, date: now, text: send.text,
      randomID: send.randomID, keyboard: send.keyboard, payload: send.payload)
    message.options = send.options
    (message.attachments, message.files) = attachments(send.attachments)
    try take(send.forward, into: &message)
    message = keep(message)
    emit("message_reply", json(of: message))
    return message
  }

  /// Finds what is answered or forwarded.
  private func take(_ forward: VKForward?, into message: inout VKMessage) throws(VKError) {
    guard let forward else { return }
    let place = forward.peer ?? message.peerID
    var found = forward.numbers.compactMap { conversations[place]?.message($0) }
    for id in forward.ids where id != 0 {
      let all = conversations.values.lazy.flatMap(\.messages)
      if let one = all.first(where: { $0.id == id && !$0.isDeleted }) { found.append(one) }
    }
    guard found.count == forward.numbers.count + forward.ids.count else {
      throw forward.isReply ? .parameter("forward: message is not found") : .known(921)
    }
    guard forward.isReply else {
      // What a forwarded message forwards itself is left out: it would grow without end.
      message.forwards = found.map { original in
        var forwarded = original
        forwarded.forwards = []
        return forwarded
      }
      return
    }
    guard found.first?.peerID == message.peerID else {
      throw .parameter("forward: a reply is to the same peer")
    }
    message.replyTo = found.first?.conversationMessageID
  }

  /// The attachment objects of a comma-separated list and what the chat log keeps of them; of what
  /// was not uploaded here only the ids.
  func attachments(_ list: String?) -> ([JSONValue], [SentFile]) {
    var objects: [JSONValue] = []
    var sent: [SentFile] = []
    for name in (list ?? "").split(separator: ",").prefix(10) {
      let kind = String(name.prefix { !$0.isNumber && $0 != "-" })
      let ids = name.dropFirst(kind.count).split(separator: "_").prefix(2)
      let key = ids.joined(separator: "_")
      if let file = files[kind + key] ?? files["audio_message" + key] ?? files["graffiti" + key] {
        objects.append(attachment(of: file))
        sent.append(file.sent)
        continue
      }
      let object: JSONValue = [
        "owner_id": .int(ids.first.flatMap { Int64($0) } ?? 0),
        "id": .int(ids.dropFirst().first.flatMap { Int64($0) } ?? 0),
      ]
      objects.append(.object([.init("type", .string(kind)), .init(kind, object)]))
      sent.append(SentFile(kind: kind, name: "", size: 0, source: "\(kind)\(key)"))
    }
    return (objects, sent)
  }
}
