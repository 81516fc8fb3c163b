import AdapterKit
import EventModel
import JSON

/// A Message object, as far as identity and place are read.
struct MessageView {
  let update: Update
  let json: JSONView
  let chat: ChatView
  /// The connection that a business chat is seen by.
  let connection: String?
  let date: Timestamp
  let thread: Thread?
  /// Its name within its space: the number, or `eph_{n}@{date}` for what one person sees; none when
  /// it is scheduled.
  let id: String?

  /// The message that an update is about.
  init(of update: Update) throws(PayloadError) {
    try self.init(update.content, in: update)
    guard update.kind == .businessMessage || update.kind == .editedBusinessMessage else { return }
    guard connection != nil else {
      throw PayloadError("no_connection", "a business message names no connection")
    }
  }

  /// A message within an update; an inaccessible one has neither date nor content.
  init(_ json: JSONView, in update: Update) throws(PayloadError) {
    self.update = update
    self.json = json
    chat = try ChatView(json["chat"])
    connection = json["business_connection_id"].nonEmpty
    date = update.time(json["date"])
    thread = Self.thread(of: json)
    id = Self.id(of: json)
  }

  static func id(of json: JSONView) -> String? {
    if let number = json["message_id"].int, number != 0 { return String(number) }
    guard let number = json["ephemeral_message_id"].number else { return nil }
    return "eph_\(number)@\(json["date"].int ?? 0)"
  }

  /// Business chats are a name space of their own beside the bot's chats with the same people.
  var space: String { Self.space(connection, chat.id) }

  static func space(_ connection: String?, _ chat: String) -> String {
    connection.map { "\($0):\(chat)" } ?? chat
  }

  /// The message's key; none for a scheduled one.
  var key: MessageKey? { id.map { MessageKey(space: space, id: $0) } }

  var threadID: Int64? { json["message_thread_id"].int }
  var isGuest: Bool { update.kind == .guestMessage }
  var isChannelPost: Bool {
    update.kind == .channelPost || update.kind == .editedChannelPost || chat.kind == .channel
  }
  var isAutomaticForward: Bool { json["is_automatic_forward"].bool == true }

  /// What it answers, if that is a message and not just the root of its topic or of a post's
  /// comments.
  var repliedTo: JSONView? {
    let reply = json["reply_to_message"]
    guard reply.exists, reply["is_automatic_forward"].bool != true else { return nil }
    let isRoot = reply["forum_topic_created"].exists && reply["message_id"].int == threadID
    return isRoot ? nil : reply
  }

  /// The automatic forward of a channel's post that this message comments on.
  var commentedPost: JSONView? {
    let reply = json["reply_to_message"]
    return reply["is_automatic_forward"].bool == true ? reply : nil
  }

  /// The key of this happening; `action` tells apart what one message makes happen.
  func claim(_ action: ActionType, _ number: Int = 0) -> Claim {
    guard let id else { return update.claim(number, at: date) }
    return Claim("m:\(space):\(id):\(action.rawValue):\(number)", at: date)
  }
}
