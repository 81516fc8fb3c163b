import JSON

/// A message as the simulated VK keeps it.
package struct VKMessage: Hashable, Sendable {
  /// The community's own number; 0 in group chats, as in VK's answers.
  package var id: Int64
  package var conversationMessageID: Int64
  package var peerID: Int64
  package var fromID: Int64
  package var date: Int64
  package var text: String
  package var randomID: Int64 = 0
  package var editedAt: Int64?
  package var isDeleted = false
  /// The conversation message id that it answers.
  package var replyTo: Int64?
  package var attachments: [JSONValue] = []
  package var keyboard: JSONValue?
  package var payload: String?
  /// The messages that it forwards, as they were then.
  package var forwards: [VKMessage] = []
  /// The files in it.
  package var files: [SentFile] = []
  /// `format_data`, `template`, `sticker_id` and the like, as they were given.
  package var options: JSONValue = [:]
  /// Deleted for the community only; it can be restored.
  package var isHidden = false
  package var isPinned = false
  /// What each one thinks of it: the number of a reaction by the id of who gave it.
  package var reactions: [Int64: Int64] = [:]
  /// Members that a test put in as they are.
  package var extra: JSONValue = [:]

  static let firstChatPeer: Int64 = 2_000_000_000

  /// Whether the community wrote it.
  package var isOut: Bool { fromID < 0 }

  /// The message object; what it answers is put in whole.
  func json(answering replied: VKMessage? = nil) -> JSONValue {
    let core: JSONValue = .members([
      "date": .int(date), "from_id": .int(fromID), "id": .int(id),
      "version": .int(10_000_000 &+ conversationMessageID), "out": .int(isOut ? 1 : 0),
      "important": false, "is_hidden": false, "attachments": .array(attachments),
      "conversation_message_id": .int(conversationMessageID),
      "fwd_messages": .array(forwards.map { $0.json() }),
      "text": .string(text), "peer_id": .int(peerID), "random_id": .int(randomID),
      "update_time": editedAt.map { .int($0) }, "keyboard": keyboard,
      "payload": payload.json, "reply_message": replied?.json(),
      "format_data": options["format_data"],
    ])
    return core.merging(extra)
  }

  /// The line of the control API's chat log.
  var logged: JSONValue {
    .members([
      "id": .int(id), "conversation_message_id": .int(conversationMessageID),
      "peer_id": .int(peerID), "from_id": .int(fromID), "date": .int(date), "text": .string(text),
      "random_id": .int(randomID), "reply_to": replyTo.map { .int($0) },
      "attachments": attachments.isEmpty ? nil : .array(attachments), "keyboard": keyboard,
      "payload": payload.json, "edited_at": editedAt.map { .int($0) },
      "is_deleted": isDeleted ? true : nil, "is_hidden": isHidden ? true : nil,
      "is_pinned": isPinned ? true : nil,
      "files": files.isEmpty ? nil : .array(files.map(\.json)),
      "options": options == [:] ? nil : options,
      "forwards": forwards.isEmpty ? nil : .array(forwards.map(\.logged)),
      "reactions": loggedReactions,
    ])
  }

  private var loggedReactions: JSONValue? {
    guard !reactions.isEmpty else { return nil }
    return .object(
      reactions.sorted { $0.key < $1.key }.map { .init(String($0.key), .int($0.value)) })
  }
}
