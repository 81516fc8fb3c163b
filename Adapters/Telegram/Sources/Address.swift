import AdapterKit
import EventModel
import JSON

/// The addresses of Telegram's conversations (FIELDS §6).
enum Address {
  static let group = "group"
  static let business = "business"

  static func chat(_ id: String, _ kind: ChatKind) -> Dialog.Address {
    switch kind {
    case .private: privateChat("private", id)
    case .group: room(group, id)
    case .channel: room("channel", id)
    }
  }

  static func person(_ id: String) -> Dialog.Address { privateChat("private", id) }

  static func guest(_ id: String, _ kind: ChatKind) -> Dialog.Address {
    kind == .private ? privateChat("guest", id) : room("guest", id)
  }

  static func business(_ connection: String, _ chatID: String) -> Dialog.Address {
    var address = privateChat(business, chatID)
    address.ids = [connection, chatID]
    address.members = [Dialog.Address.Member("business_connection_id", connection)]
    return address
  }

  static func directMessages(_ id: String, topic: Int64, user: String?) -> Dialog.Address {
    var address = Dialog.Address(
      kind: "dm", ids: [id, String(topic)], dialogType: .privateChat, chatID: id,
      userID: user)
    address.members = [Dialog.Address.Member("direct_messages_topic_id", topic)]
    return address
  }

  static func topic(_ id: String, _ kind: ChatKind, _ thread: Int64) -> Dialog.Address {
    inThread(id, thread, kind == .private ? .privateChat : .groupChat)
  }

  static func comments(_ id: String, root: Int64) -> Dialog.Address {
    inThread(id, root, .wallComments)
  }

  private static func inThread(
    _ id: String, _ thread: Int64, _ type: Dialog.DialogType
  ) -> Dialog.Address {
    var address = Dialog.Address(
      kind: "topic", ids: [id, String(thread)], dialogType: type, chatID: id,
      userID: type == .privateChat ? id : nil)
    address.members = [Dialog.Address.Member("thread_id", thread)]
    return address
  }

  private static func privateChat(_ kind: String, _ id: String) -> Dialog.Address {
    Dialog.Address(kind: kind, ids: [id], dialogType: .privateChat, chatID: id, userID: id)
  }

  static func room(_ kind: String, _ id: String) -> Dialog.Address {
    Dialog.Address(kind: kind, ids: [id], dialogType: .groupChat, chatID: id)
  }

  /// Reads an event's own `source_context` back.
  static func named(by context: JSONView) throws(Refusal) -> Dialog.Address {
    let data = context["data_tg"]
    guard let number = data["chat_id"].int else {
      throw Refusal(.invalid, "the source_context names no chat of Telegram")
    }
    let id = String(number)
    let kind = ChatKind(data["chat_type"], number: number)
    if let connection = data["business_connection_id"].nonEmpty { return business(connection, id) }
    if let topic = data["direct_messages_topic_id"].int {
      return directMessages(id, topic: topic, user: data["user_id"].number)
    }
    guard let thread = data["thread_id"].int else { return chat(id, kind) }
    let isComment = data["linked_chat_id"].exists && kind == .group
    return isComment ? comments(id, root: thread) : topic(id, kind, thread)
  }
}
