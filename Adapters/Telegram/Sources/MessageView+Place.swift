import AdapterKit
import EventModel
import JSON

extension MessageView {
  /// The thread a message stands in: a forum's topic, or the comments of a post.
  enum Thread: Hashable {
    case topic(Int64)
    case comments(root: Int64)

    var id: Int64 {
      switch self {
      case .topic(let id), .comments(let id): id
      }
    }

    var isComments: Bool {
      if case .comments = self { true } else { false }
    }
  }

  /// `message_thread_id` means a topic only together with `is_topic_message`; elsewhere it is a
  /// thread of replies, and a post's comments are known by their root.
  static func thread(of message: JSONView) -> Thread? {
    let id = message["message_thread_id"].int
    if let id, message["is_topic_message"].bool == true { return .topic(id) }
    let reply = message["reply_to_message"]
    if message["is_automatic_forward"].bool == true {
      return message["message_id"].int.map { .comments(root: $0) }
    }
    guard reply["is_automatic_forward"].bool == true else { return nil }
    return reply["message_id"].int.map { .comments(root: $0) }
  }

  /// Where to look for the dialog: the second is made when the first does not exist.
  var evidence: [Evidence] {
    guard let threadID, isInReplyThread else { return [.address(address)] }
    return [.address(Address.comments(chat.id, root: threadID)), .address(address)]
  }

  /// The chat's name, where it is the conversation's: people, topics and comments have names of
  /// their own.
  var title: String? {
    guard let title = chat.title, connection == nil, thread == nil, !chat.isDirectMessages,
      !isInReplyThread
    else { return nil }
    return title
  }

  /// Whether it stands in a thread of replies, of which nobody can see here whether a post begins
  /// it.
  var isInReplyThread: Bool {
    chat.kind == .group && thread == nil && connection == nil && !isGuest
      && !chat.isDirectMessages && threadID != nil
  }

  /// The conversation the message certainly belongs to, if it is in no thread of replies.
  var address: Dialog.Address {
    if isGuest { return Address.guest(chat.id, chat.kind) }
    if let connection { return Address.business(connection, chat.id) }
    if let topic = json["direct_messages_topic"]["topic_id"].int, chat.isDirectMessages {
      return Address.directMessages(
        chat.id, topic: topic, user: json["direct_messages_topic"]["user"]["id"].number)
    }
    switch thread {
    case .topic(let id): return Address.topic(chat.id, chat.kind, id)
    case .comments(let root): return Address.comments(chat.id, root: root)
    case nil: return Address.chat(chat.id, chat.kind)
    }
  }
}
