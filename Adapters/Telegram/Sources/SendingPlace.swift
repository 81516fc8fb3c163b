import AdapterKit
import EventModel
import JSON

/// A conversation in the parameters of a call (FIELDS §5).
struct SendingPlace {
  let dialog: Dialog.Address
  let quote: Quote?

  /// What is answered.
  enum Quote: Hashable {
    case message(Int64)
    /// What one person sees of a group, and for seconds only.
    case ephemeral(Int64, reader: Int64)
    case guest(query: String)
  }

  /// Refuses a quote that is of another platform, or of a kind that this conversation has not.
  init(_ dialog: Dialog.Address, quote: DeliveryRef? = nil) throws(Refusal) {
    self.dialog = dialog
    self.quote = try quote.map(Self.read) ?? nil
    if case .guest = self.quote, !isGuest {
      throw Refusal(.wrongPlace, "the delivery_ref is of a guest query")
    }
    if case .ephemeral = self.quote, !isGroup {
      throw Refusal(.unsupported, "messages for one reader stand in groups alone")
    }
  }

  private static func read(_ ref: DeliveryRef) throws(Refusal) -> Quote? {
    guard ref.channelType == .tg, let data = try? ref.data.fragment.parsed() else {
      throw Refusal(.wrongPlace, "the delivery_ref is not of a Telegram chat")
    }
    if let query = data["guest_query_id"].text { return .guest(query: query) }
    if let number = data["ephemeral_message_id"].int {
      guard let reader = data["receiver_user_id"].int else {
        throw Refusal(.invalid, "the delivery_ref names no receiver_user_id")
      }
      return .ephemeral(number, reader: reader)
    }
    guard let id = data["reply_to_message_id"].int, id > 0 else {
      throw Refusal(.invalid, "the delivery_ref names no message")
    }
    return .message(id)
  }

  var isGuest: Bool { dialog.kind == "guest" }
  var isChannel: Bool { dialog.kind == "channel" }
  var isBusiness: Bool { dialog.kind == "business" }
  var isDirectMessages: Bool { dialog.kind == "dm" }
  var isComments: Bool { dialog.dialogType == .wallComments }
  var isEphemeral: Bool { if case .ephemeral = quote { true } else { false } }
  /// A person's own chat with the bot.
  var isPrivate: Bool {
    ["private", "topic"].contains(dialog.kind) && dialog.dialogType == .privateChat
  }
  var isGroup: Bool {
    ["group", "topic"].contains(dialog.kind) && dialog.dialogType != .privateChat
  }

  /// All before the chat's number: an address that was read back is cut at each `_`, and a
  /// connection's name may hold some.
  var connection: String? {
    guard isBusiness, dialog.ids.count > 1 else { return nil }
    return dialog.ids.dropLast().joined(separator: "_")
  }

  /// The name space of its messages.
  var space: String { MessageView.space(connection, dialog.chatID) }

  /// The number behind the chat's: a topic, a post's root, a topic of direct messages.
  var subID: Int64? { dialog.ids.count == 2 ? dialog.ids.last.flatMap { Int64($0) } : nil }
  var root: Int64? { isComments ? subID : nil }
  /// A forum's topic; comments are in none.
  private var topic: Int64? { dialog.kind == "topic" && !isComments ? subID : nil }

  /// A call about the chat as such, or about a message that stands there.
  func call(_ method: String) -> BotCall {
    var call = BotCall(method)
    if let number = Int64(dialog.chatID) {
      call.set("chat_id", number)
    } else {
      call.set("chat_id", dialog.chatID)
    }
    call.set("business_connection_id", connection)
    return call
  }

  /// A call that puts something there.
  func placing(_ method: String) -> BotCall {
    var call = call(method)
    if isDirectMessages { call.set("direct_messages_topic_id", subID) }
    call.set("message_thread_id", topic)
    return call
  }

  /// A call that makes a message there; the first one of several quotes.
  func sending(_ method: String, isFirst: Bool) -> BotCall {
    var call = placing(method)
    if case .ephemeral(let number, let reader) = quote {
      call["ephemeral_message_parameters"] = .object { $0.member("receiver_user_id", reader) }
      if isFirst {
        call["reply_parameters"] = .object { $0.member("ephemeral_message_id", number) }
      }
      return call
    }
    let quoted: Int64? = if isFirst, case .message(let number) = quote { number } else { nil }
    // Among comments it is the reply that puts a message below the post, so every part replies.
    guard let target = quoted ?? root else { return call }
    call["reply_parameters"] = Self.reply(to: target, isLenient: !isComments)
    call.root = root
    return call
  }

  static func reply(to message: Int64, isLenient: Bool) -> JSONFragment {
    .object {
      $0.member("message_id", message)
      $0.member("allow_sending_without_reply", isLenient)
    }
  }

  /// What a new message counts for.
  var bounds: [Part.Bound] { isGroup ? [.channel, .chat, .group] : [.channel, .chat] }

  /// The `source_context` of our own message.
  var context: SourceContext {
    let isTopic = dialog.kind == "topic"
    let quoted: Int64? = if case .message(let number) = quote { number } else { nil }
    let data = PlatformData(.tg) {
      $0.member("chat_id", dialog.chatID)
      $0.member("thread_id", isTopic ? subID : nil)
      $0.member("user_id", dialog.userID)
      $0.member("reply_to_message_id", quoted.map { String($0) })
      $0.member("chat_type", chatType)
      $0.member("direct_messages_topic_id", isDirectMessages ? subID : nil)
      $0.member("business_connection_id", connection)
    }
    return SourceContext(.outbound, isTopic ? .telegramTopic : .telegramChat, data)
  }

  /// Supergroups and channels have numbers below -1000000000000.
  private var chatType: String {
    if isChannel { return "channel" }
    if !isDirectMessages, dialog.dialogType == .privateChat { return "private" }
    return dialog.chatID.hasPrefix("-100") && dialog.chatID.utf8.count >= 14
      ? "supergroup" : "group"
  }
}
