import AdapterKit
import EventModel
import JSON

extension SourceContext.Kind {
  static let telegramChat: Self = "telegram_chat"
  static let telegramTopic: Self = "telegram_topic"
}

extension MessageView {
  /// Where the message stands, in Telegram's terms.
  func context(_ actor: Actor, attribution: Attribution? = nil) -> SourceContext {
    context(actor, in: thread, attribution: attribution)
  }

  private func context(
    _ actor: Actor, in thread: Thread?, attribution: Attribution? = nil
  ) -> SourceContext {
    let data = PlatformData(.tg) {
      $0.member("chat_id", chat.id)
      $0.member("thread_id", thread?.id)
      $0.member("user_id", personID(actor))
      $0.member("from_id", actor.fromID)
      $0.member("message_id", number)
      $0.member("reply_to_message_id", repliedTo?["message_id"].number)
      $0.member("linked_chat_id", linkedChat)
      $0.member("chat_type", chat.type)
      $0.member("is_bot", actor.fromID == nil ? nil : actor.isBot)
      $0.member("direct_messages_topic_id", json["direct_messages_topic"]["topic_id"].int)
      $0.member("business_connection_id", connection)
      $0.member("media_group_id", json["media_group_id"].text)
      $0.member("update_id", update.id)
    }
    return SourceContext(
      actor.direction, thread == nil ? .telegramChat : .telegramTopic, data,
      attribution: attribution)
  }

  /// What a message in a thread of replies is when a channel's post begins the thread.
  func alternative(_ actor: Actor) -> EventDraft.Alternative? {
    guard let threadID, isInReplyThread else { return nil }
    return EventDraft.Alternative(
      in: Address.comments(chat.id, root: threadID), .comment,
      context(actor, in: .comments(root: threadID)))
  }

  /// Its number in the chat; an ephemeral message has none.
  var number: String? {
    guard let number = json["message_id"].int, number != 0 else { return nil }
    return String(number)
  }

  /// How to answer this message; what our side wrote is not answered.
  func deliveryRef(_ actor: Actor) -> DeliveryRef? {
    guard actor.direction == .inbound, let id else { return nil }
    if isGuest {
      return json["guest_query_id"].text.map { query in
        DeliveryRef(PlatformData(.tg) { $0.member("guest_query_id", query) })
      }
    }
    guard let number = json["ephemeral_message_id"].number else {
      return DeliveryRef(PlatformData(.tg) { $0.member("reply_to_message_id", id) })
    }
    let receiver = json["receiver_user"]
    let reader = receiver.exists && !update.isOurs(receiver) ? receiver : json["from"]
    return reader["id"].number.map { reader in
      DeliveryRef(
        PlatformData(.tg) {
          $0.member("ephemeral_message_id", number)
          $0.member("receiver_user_id", reader)
        })
    }
  }

  /// The person of the other side.
  private func personID(_ actor: Actor) -> String? {
    if chat.isDirectMessages { return json["direct_messages_topic"]["user"]["id"].number }
    return chat.kind == .private ? chat.id : json["from"]["id"].number
  }

  /// Of the comments of a post, its channel.
  private var linkedChat: String? {
    (isAutomaticForward ? json : commentedPost)?["sender_chat"]["id"].number
  }
}
