import JSON

/// A message as the simulated Telegram keeps it.
package struct TelegramMessage: Hashable, Sendable {
  package var id: Int64
  package var chatID: Int64
  /// The sender's id; the bot's own for what it sent.
  package var fromID: Int64
  package var date: Int64
  package var text: String?
  package var editedAt: Int64?
  package var isDeleted = false
  package var replyTo: Int64?
  package var threadID: Int64?
  /// The inline keyboard; other reply markups are not part of a message.
  package var keyboard: JSONValue?
  /// The members of its content besides `text`: `photo`, `caption`, `entities`, `poll` …
  package var content: JSONValue = [:]

  /// The line of the control API's chat log.
  var logged: JSONValue {
    .members([
      "message_id": .int(id), "chat_id": .int(chatID), "from_id": .int(fromID),
      "date": .int(date), "text": text.json, "reply_to": replyTo.map { .int($0) },
      "message_thread_id": threadID.map { .int($0) }, "reply_markup": keyboard,
      "content": content == [:] ? nil : content, "edited_at": editedAt.map { .int($0) },
      "is_deleted": isDeleted ? true : nil,
    ])
  }
}

/// A chat of a bot: what it is, what was said in it, and its topics.
struct TelegramChat: Sendable {
  let id: Int64
  /// `private`, `group`, `supergroup` or `channel`.
  var type: String
  var title: String?
  var isForum = false
  var topics: Set<Int64> = []
  var messages: Recent<TelegramMessage>
  /// The newest message id, where a chat counts for itself (supergroups and channels).
  var lastMessage: Int64

  var countsForItself: Bool { type == "supergroup" || type == "channel" }

  func message(_ id: Int64) -> TelegramMessage? {
    messages.first { $0.id == id && !$0.isDeleted }
  }

  /// Changes the message of that id and returns it as it is then.
  mutating func change(_ id: Int64, _ body: (inout TelegramMessage) -> Void) -> TelegramMessage? {
    var changed: TelegramMessage?
    messages.update { message in
      guard message.id == id, !message.isDeleted else { return }
      body(&message)
      changed = message
    }
    return changed
  }
}
