import JSON

/// A chat of a bot: what it is, what was said in it, and its topics.
struct TelegramChat: Sendable {
  let id: Int64
  /// `private`, `group`, `supergroup` or `channel`.
  var type: String
  var title: String?
  var isForum = false
  var topics: Set<Int64> = []
  var closedTopics: Set<Int64> = []
  /// What the bot is there: `administrator`, `member`, `restricted`, `left`, `kicked`.
  var botStatus = "administrator"
  /// The supergroup that took its place.
  var migratedTo: Int64?
  var isDeleted = false
  /// The newest message that the bot has read for a business account.
  var readUpTo: Int64?
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
