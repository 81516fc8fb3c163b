import JSON

/// The chat log of a community; see `ChatLog`.
extension VKCommunity {
  /// All conversations and comments, or the conversation that `chat` names.
  func log(_ query: RequestParameters) -> JSONValue {
    let wanted = query.int("chat")
    let told = conversations.filter { wanted == nil || wanted == $0.key }
      .sorted { $0.key < $1.key }
    return .members([
      "chats": .array(told.map { log(of: $0, $1) }),
      "comments": wanted == nil ? .array(commentLines) : nil,
    ])
  }

  private func log(of peer: Int64, _ conversation: VKConversation) -> JSONValue {
    let messages = Array(conversation.messages)
    let numbers = ChatLog.numbers(messages.map(\.conversationMessageID))
    return .members([
      "chat": .int(peer),
      "messages": .array(
        messages.map { line(of: $0, number: numbers[$0.conversationMessageID], numbers).normalized }
      ),
      "read_up_to": conversation.readUpTo.flatMap { numbers[$0] }.map { .int($0) },
    ])
  }

  private func line(
    of message: VKMessage, number: Int?, _ numbers: [Int64: Int]
  ) -> JSONValue {
    let reactions = message.reactions.map { actor, given in
      JSONValue.Member(name(of: actor), .int(given))
    }
    let formatted = message.options["format_data"]?["items"]
    let forwards = message.forwards.map { line(of: $0, number: nil, [:]) }
    let state: JSONValue = .members([
      "number": number.map { .int($0) }, "from": .string(name(of: message.fromID)),
      "reply_to": message.replyTo.flatMap { numbers[$0] }.map { .int($0) },
      "text": .string(message.text), "format": ChatLog.sorted(formatted),
      "files": message.files.isEmpty ? nil : .array(message.files.map(\.json)),
      "keyboard": message.keyboard, "payload": message.payload.json,
      "forwards": forwards.isEmpty ? nil : .array(forwards),
      "edited": .bool(message.editedAt != nil), "deleted": .bool(message.isDeleted),
      "deleted_here": .bool(message.isHidden), "pinned": .bool(message.isPinned),
      "reactions": reactions.isEmpty ? nil : .object(reactions),
    ])
    return state.merging(message.options.without(["format_data"]))
  }

  private func name(of id: Int64) -> String { id == ownerID ? "community" : String(id) }

  private var commentLines: [JSONValue] {
    let numbers = ChatLog.numbers(comments.map(\.id))
    return comments.map { comment in
      JSONValue.members([
        "number": numbers[comment.id].map { .int($0) }, "family": .string(comment.family.rawValue),
        "object": .int(comment.objectID), "from": .string(name(of: comment.fromID)),
        "text": .string(comment.text),
        "reply_to": comment.replyTo.flatMap { numbers[$0] }.map { .int($0) },
        "files": comment.files.isEmpty ? nil : .array(comment.files.map(\.json)),
        "edited": .bool(comment.isEdited), "deleted": .bool(comment.isDeleted),
      ]).normalized
    }
  }
}
