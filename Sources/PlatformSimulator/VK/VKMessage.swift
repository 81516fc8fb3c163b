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
      "conversation_message_id": .int(conversationMessageID), "fwd_messages": [],
      "text": .string(text), "peer_id": .int(peerID), "random_id": .int(randomID),
      "update_time": editedAt.map { .int($0) }, "keyboard": keyboard,
      "payload": payload.json, "reply_message": replied?.json(),
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
      "is_deleted": isDeleted ? true : nil,
    ])
  }
}

/// One conversation of a community: its messages and what it knows of repeated sends.
struct VKConversation: Sendable {
  /// VK looks for a repeated `random_id` among the last hundred messages of the last hour.
  private static let repeatMessages = 100
  private static let repeatSeconds: Int64 = 3600

  private(set) var messages: Recent<VKMessage>
  private var lastNumber: Int64
  private var sends = Queue<(randomID: Int64, number: Int64, date: Int64)>()

  init(limit: Int, firstNumber: Int64) {
    messages = Recent(limit: limit)
    lastNumber = firstNumber
  }

  mutating func nextNumber() -> Int64 {
    lastNumber += 1
    return lastNumber
  }

  mutating func append(_ message: VKMessage) {
    messages.append(message)
    guard message.isOut, message.randomID != 0 else { return }
    sends.append((message.randomID, message.conversationMessageID, message.date))
    if sends.count > Self.repeatMessages { sends.popFirst() }
  }

  /// The message that was already sent with this `random_id`; 0 is never a repeat.
  func sent(randomID: Int64, at now: Int64) -> VKMessage? {
    guard randomID != 0 else { return nil }
    let earlier = sends.first { $0.randomID == randomID && now - $0.date < Self.repeatSeconds }
    return earlier.flatMap { message($0.number) }
  }

  /// The message of that conversation message id, if it was not deleted.
  func message(_ number: Int64) -> VKMessage? {
    messages.first { $0.conversationMessageID == number && !$0.isDeleted }
  }

  /// Changes the message of that number and returns it as it is then.
  mutating func change(_ number: Int64, _ body: (inout VKMessage) -> Void) -> VKMessage? {
    var changed: VKMessage?
    messages.update { message in
      guard message.conversationMessageID == number, !message.isDeleted else { return }
      body(&message)
      changed = message
    }
    return changed
  }
}
