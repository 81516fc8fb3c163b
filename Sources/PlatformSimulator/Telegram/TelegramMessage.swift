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
  /// The files in it, in the order of an album's items.
  package var files: [SentFile] = []
  /// The business connection through which it went; its chat's other messages did not.
  package var connection: String?
  /// A reply keyboard or the like, which is shown and not part of a message.
  package var otherMarkup: JSONValue?
  /// How it was to be sent: silently, without a preview, with a quote.
  package var options: JSONValue = [:]
  /// What each one thinks of it, by id.
  package var reactions: [Int64: [JSONValue]] = [:]
  package var isPinned = false

  /// The line of the control API's chat log.
  var logged: JSONValue {
    .members([
      "message_id": .int(id), "chat_id": .int(chatID), "from_id": .int(fromID),
      "date": .int(date), "text": text.json, "reply_to": replyTo.map { .int($0) },
      "message_thread_id": threadID.map { .int($0) }, "reply_markup": keyboard,
      "content": content == [:] ? nil : content, "edited_at": editedAt.map { .int($0) },
      "is_deleted": isDeleted ? true : nil, "is_pinned": isPinned ? true : nil,
      "files": files.isEmpty ? nil : .array(files.map(\.json)),
      "business_connection_id": connection.json, "other_markup": otherMarkup,
      "options": options == [:] ? nil : options, "reactions": loggedReactions,
    ])
  }
  private var loggedReactions: JSONValue? {
    guard !reactions.isEmpty else { return nil }
    return .object(
      reactions.sorted { $0.key < $1.key }.map { .init(String($0.key), .array($0.value)) })
  }
}
