import EventModel
import JSON

extension MessageView {
  /// The block `message_interactions`, as far as the message itself tells; nil when it tells
  /// nothing.
  func interactions(isEdited: Bool = false) -> JSONFragment? {
    let origin = json["forward_origin"]
    let isForwarded = origin.exists && !isAutomaticForward
    let poll = json["poll"]
    guard isReply || thread != nil || isForwarded || poll.exists || isEdited else { return nil }
    return .object { writer in
      if isReply || thread != nil { writer.member("replies", object: writeReplies) }
      if isForwarded { writer.member("forwarding", object: { Self.write(origin, to: &$0) }) }
      if poll.exists { writer.member("poll", object: { Self.write(poll: poll, to: &$0) }) }
      if isEdited {
        writer.member("editing") {
          $0.member("is_edited", true)
          $0.member("edited_at", update.time(json["edit_date"]))
        }
      }
    }
  }

  private var isReply: Bool {
    repliedTo != nil || json["external_reply"].exists || json["reply_to_story"].exists
  }

  private func writeReplies(_ writer: inout JSONWriter) {
    writer.member("is_reply", isReply)
    writer.member("thread_id", thread.map { String($0.id) })
    writer.member("quote_text", json["quote"]["text"].nonEmpty)
  }

  private static func write(_ origin: JSONView, to writer: inout JSONWriter) {
    let chat = origin["chat"].exists ? origin["chat"] : origin["sender_chat"]
    writer.member("is_forwarded", true)
    writer.member("forward_count", 1)
    writer.member("from_chat", chat["title"].nonEmpty ?? chat["id"].text)
    writer.member(
      "from_user", origin["sender_user"]["id"].text ?? origin["sender_user_name"].nonEmpty)
    writer.member("last_at", origin["date"].int.map { Timestamp(seconds: $0) })
  }

  private static func write(poll: JSONView, to writer: inout JSONWriter) {
    writer.member("platform_type", Platform.tg)
    writer.member("poll_id", poll["id"].text)
    writer.member("question", poll["question"].string)
    writer.member("multiple", poll["allows_multiple_answers"].bool)
    writer.member("anonymous", poll["is_anonymous"].bool)
    writer.member("closed", poll["is_closed"].bool)
    writer.member("total_voter_count", poll["total_voter_count"].int)
    writer.name("answers")
    writer.array { writer in
      for (index, option) in poll["options"].elements.enumerated() {
        writer.object {
          $0.member("id", option["persistent_id"].text ?? String(index))
          $0.member("text", option["text"].string)
          $0.member("votes", option["voter_count"].int)
        }
      }
    }
  }
}
