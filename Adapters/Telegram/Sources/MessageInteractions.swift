import EventModel
import JSON

extension MessageView {
  /// The block `message_interactions`, as far as the message itself tells; nil when it tells
  /// nothing.
  func interactions(
    _ mentions: MessageInteractions.Mentions? = nil, isEdited: Bool = false
  ) -> JSONFragment? {
    var interactions = MessageInteractions()
    if isReply || thread != nil { interactions.replies = replies }
    interactions.forwarding = isAutomaticForward ? nil : forwarding
    if json["poll"].exists { interactions.poll = Poll(telegram: json["poll"]) }
    interactions.mentions = mentions
    if isEdited {
      interactions.editing = .init {
        $0.isEdited = true
        $0.editedAt = update.time(json["edit_date"])
      }
    }
    return interactions == MessageInteractions() ? nil : JSONCoder.encode(interactions)
  }

  private var isReply: Bool {
    repliedTo != nil || json["external_reply"].exists || json["reply_to_story"].exists
  }

  private var replies: MessageInteractions.Replies {
    .init {
      $0.isReply = isReply
      $0.threadID = thread.map { String($0.id) }
      $0.quoteText = json["quote"]["text"].nonEmpty
    }
  }

  private var forwarding: MessageInteractions.Forwarding? {
    let origin = json["forward_origin"]
    guard origin.exists else { return formerForwarding }
    let chat = origin["chat"].exists ? origin["chat"] : origin["sender_chat"]
    return .init {
      $0.isForwarded = true
      $0.forwardCount = 1
      $0.fromChat = chat["title"].nonEmpty ?? chat["id"].number
      $0.fromUser = origin["sender_user"]["id"].number ?? origin["sender_user_name"].nonEmpty
      $0.lastAt = origin["date"].int.map { Timestamp(seconds: $0) }
    }
  }

  /// The origin by its old names, which the open server still writes beside the new one.
  private var formerForwarding: MessageInteractions.Forwarding? {
    guard json["forward_date"].exists else { return nil }
    let chat = json["forward_from_chat"]
    return .init {
      $0.isForwarded = true
      $0.forwardCount = 1
      $0.fromChat = chat["title"].nonEmpty ?? chat["id"].number
      $0.fromUser = json["forward_from"]["id"].number ?? json["forward_sender_name"].nonEmpty
      $0.lastAt = json["forward_date"].int.map { Timestamp(seconds: $0) }
    }
  }
}

extension Poll {
  private static let mostAnswers = 100

  init(telegram poll: JSONView) {
    self.init()
    platform = .tg
    pollID = poll["id"].text
    question = poll["question"].string
    rules.multiple = poll["allows_multiple_answers"].bool
    rules.anonymous = poll["is_anonymous"].bool
    rules.disableUnvote = poll["allows_revoting"].bool.map { !$0 }
    rules.endDate = poll["close_date"].int.flatMap { $0 > 0 ? Timestamp(seconds: $0) : nil }
    state.closed = poll["is_closed"].bool
    state.totalVoterCount = poll["total_voter_count"].int
    answers = zip(0..., poll["options"].elements.prefix(Self.mostAnswers)).map { index, option in
      Answer {
        $0.id = option["persistent_id"].text ?? String(index)
        $0.text = option["text"].string
        $0.votes = option["voter_count"].int
      }
    }
  }
}
