import AdapterKit
import EventModel
import JSON

/// Where a message of ours goes, in the parameters of a call (FIELDS §5).
struct SendingPlace {
  private let dialog: Dialog.Address
  private let quoted: Int64?

  /// Refuses a quote that is of another platform, or of a kind that this conversation has not.
  init(_ dialog: Dialog.Address, quote: DeliveryRef?) throws(Refusal) {
    guard dialog.kind != "guest" else {
      throw Refusal(.unsupported, "guest queries are not answered yet")
    }
    self.dialog = dialog
    quoted = try quote.map(Self.message) ?? nil
  }

  private static func message(_ quote: DeliveryRef) throws(Refusal) -> Int64? {
    guard quote.channelType == .tg, let data = try? quote.data.fragment.parsed() else {
      throw Refusal(.wrongPlace, "the delivery_ref is not of a Telegram chat")
    }
    if data["guest_query_id"].exists {
      throw Refusal(.wrongPlace, "the delivery_ref is of a guest query")
    }
    if data["ephemeral_message_id"].exists {
      throw Refusal(.unsupported, "answers for one reader")
    }
    guard let id = data["reply_to_message_id"].int, id > 0 else {
      throw Refusal(.invalid, "the delivery_ref names no message")
    }
    return id
  }

  private var isComments: Bool { dialog.dialogType == .wallComments }

  /// The number behind the chat's: a topic, a post's root, a topic of direct messages.
  private var subID: Int64? { dialog.ids.count == 2 ? dialog.ids.last.flatMap { Int64($0) } : nil }

  func write(to writer: inout JSONWriter, isFirst: Bool) {
    if let number = Int64(dialog.chatID) {
      writer.member("chat_id", number)
    } else {
      writer.member("chat_id", dialog.chatID)
    }
    switch dialog.kind {
    case "business": writer.member("business_connection_id", dialog.ids.first)
    case "dm": writer.member("direct_messages_topic_id", subID)
    case "topic" where !isComments: writer.member("message_thread_id", subID)
    default: break
    }
    // Among comments it is the reply that puts a message below the post, so every part replies.
    let target = isComments ? (isFirst ? quoted : nil) ?? subID : isFirst ? quoted : nil
    guard let target else { return }
    writer.member("reply_parameters") {
      $0.member("message_id", target)
      $0.member("allow_sending_without_reply", !isComments)
    }
  }

  /// The `source_context` of our own message.
  var context: SourceContext {
    let isTopic = dialog.kind == "topic"
    let data = PlatformData(.tg) {
      $0.member("chat_id", dialog.chatID)
      $0.member("thread_id", isTopic ? subID : nil)
      $0.member("user_id", dialog.userID)
      $0.member("reply_to_message_id", quoted.map { String($0) })
      $0.member("chat_type", chatType)
      $0.member("direct_messages_topic_id", dialog.kind == "dm" ? subID : nil)
      $0.member("business_connection_id", dialog.kind == "business" ? dialog.ids.first : nil)
    }
    return SourceContext(.outbound, isTopic ? .telegramTopic : .telegramChat, data)
  }

  /// Supergroups and channels have numbers below -1000000000000.
  private var chatType: String {
    if dialog.kind == "channel" { return "channel" }
    if dialog.kind != "dm", dialog.dialogType == .privateChat { return "private" }
    return dialog.chatID.hasPrefix("-100") && dialog.chatID.utf8.count >= 14
      ? "supergroup" : "group"
  }
}
