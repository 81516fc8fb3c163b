import AdapterKit
import EventModel
import JSON

/// A message as VK writes it: bare, or wrapped as `{"message": …, "client_info": …}` since 5.103.
struct VKMessage {
  let view: JSONView
  let peer: Int64
  /// `conversation_message_id`: `id` is 0 in chats.
  let number: Int64
  let author: Int64
  let sentAt: Timestamp

  init(_ object: JSONView) throws(PayloadError) {
    let wrapped = object["message"]
    view = wrapped.kind == .object ? wrapped : object
    guard let peer = view["peer_id"].int, let number = view["conversation_message_id"].int,
      let author = view["from_id"].int, let date = view["date"].int, peer != 0, number > 0
    else {
      throw PayloadError(
        "wrong_shape", "a message without peer_id, conversation_message_id, from_id or date")
    }
    (self.peer, self.number, self.author) = (peer, number, author)
    sentAt = Timestamp(seconds: date)
  }

  var place: VKPlace { .peer(peer) }
  var key: MessageKey { place.key(number) }
  var content: Message { Message(view["text"].string ?? "") }
  var ref: String? { view["ref"].nonEmpty }

  /// The message it answers, by its number in the same conversation.
  var answered: Int64? { view["reply_message"]["conversation_message_id"].int }

  /// The human of the community who wrote it in VK itself.
  var admin: Int64? { view["admin_author_id"].int.flatMap { $0 > 0 ? $0 : nil } }

  /// Under which mark a send of ours comes back: the one we chose, or the message's own name.
  var echo: EchoMark {
    guard let random = view["random_id"].int, random != 0 else { return .message(key) }
    return VKEcho.mark(peer: peer, random: random)
  }

  /// Answers, forwards, a poll, names in the text; nil when there is nothing of it.
  var interactions: MessageInteractions? {
    var all = MessageInteractions()
    if view["reply_message"].kind == .object {
      all.replies = .init { $0.isReply = true }
    }
    all.forwarding = forwarding
    all.poll = VKPoll.read(view["attachments"])
    let mentions = VKMentions(in: view["text"])
    if !mentions.isEmpty { all.mentions = mentions.block }
    return all == MessageInteractions() ? nil : all
  }

  /// VK forwards a hundred messages at most.
  private var forwarding: MessageInteractions.Forwarding? {
    let messages = Array(view["fwd_messages"].elements.prefix(100))
    guard let first = messages.first else { return nil }
    return .init {
      $0.isForwarded = true
      $0.forwardCount = Int64(messages.count)
      $0.fromUser = first["from_id"].int.map(String.init)
      $0.lastAt = messages.compactMap { $0["date"].int }.max().map { Timestamp(seconds: $0) }
    }
  }
}

/// The mark that ties a send to the event by which VK reports it.
enum VKEcho {
  static func mark(peer: Int64, random: Int64) -> EchoMark { .mark("\(peer):\(random)") }
}

extension VKMentions {
  var block: MessageInteractions.Mentions {
    .init {
      $0.hasMentions = true
      $0.items = names
      $0.userIDs = ids
    }
  }
}
