import AdapterKit
import EventModel
import JSON

extension VKUpdate {
  /// `like_add` and `like_remove`, of a post, a photo, a comment …
  func like(isAdded: Bool) throws(PayloadError) -> [Draft] {
    let person = try number("liker_id")
    let thing = try number("object_id")
    let kind = object["object_type"].string ?? ""
    let block = Reaction {
      $0.type = "like"
      $0.likerID = String(person)
      $0.objectType = kind
      $0.objectOwnerID = object["object_owner_id"].int
      $0.objectID = thing
      $0.threadReplyID = object["thread_reply_id"].int
    }
    let target = Event.Target(kind.hasSuffix("comment") ? .comment : .post, id: String(thing))
    var draft = communityEvent(
      isAdded ? .likeAdded(block) : .likeRemoved(block), target: target,
      by: author(person).sender, claims: claims(String(person), kind, String(thing)))
    draft.links.about = likedComment(kind, thing)
    return [.event(draft)]
  }

  /// Of comments of the wall alone VK says under which post they stand.
  private func likedComment(_ kind: String, _ id: Int64) -> MessageKey? {
    guard kind == "comment", let owner = object["object_owner_id"].int,
      let post = object["post_id"].int, post > 0
    else { return nil }
    return VKPlace.comments(VKThread(.wall, owner: owner, thing: post)).key(id)
  }

  /// `group_join`: a request or an interest is no membership yet.
  func groupJoin() throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    let kind = object["join_type"].nonEmpty ?? "join"
    let isMember = kind != "request" && kind != "unsure"
    let trigger = TriggerContext { $0.source = .subscription }
    var draft = aboutLead(isMember ? .leadSubscribed(trigger) : .stateChanged, person)
    draft.tags = ["vk:group_join_\(kind.prefix(64))"]
    return [.event(draft)]
  }

  func groupLeave() throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    var draft = aboutLead(.leadUnsubscribed(nil), person)
    if object["self"].bool == false { draft.tags = ["vk:group_leave_removed"] }
    return [.event(draft)]
  }

  /// `user_block` and `user_unblock`: an administrator's act.
  func moderation(isBlocked: Bool) throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    let admin = object["admin_id"].int
    let until = object["unblock_date"].int ?? 0
    let block = Moderation {
      $0.adminID = admin.map(String.init)
      guard isBlocked else {
        $0.byEndDate = object["by_end_date"].bool
        return
      }
      $0.reason = Self.reason(object["reason"].int)
      $0.comment = object["comment"].nonEmpty
      $0.unblockDate = until > 0 ? Timestamp(seconds: until) : nil
    }
    var draft = aboutLead(isBlocked ? .leadBlocked(block) : .leadUnblocked(block), person)
    draft.sender = admin.map { author(ourselves, admin: $0).sender } ?? .system
    draft.links.lead = Sender(.lead, externalID: String(person))
    return [.event(draft)]
  }

  private static func reason(_ number: Int64?) -> Moderation.Reason {
    switch number {
    case 1: .spam
    case 2: .verbalAbuse
    case 3: .strongLanguage
    case 4: .flood
    default: .other
    }
  }

  /// `lead_forms_new`: a person left their data; the answers stay in the payload.
  func leadForm() throws(PayloadError) -> [Draft] {
    var draft = aboutLead(.leadCreated, try number("user_id"))
    draft.tags = ["vk:lead_forms_new"]
    return [.event(draft)]
  }

  private func aboutLead(_ action: Action, _ person: Int64) -> EventDraft {
    communityEvent(
      action, target: Event.Target(.lead, id: String(person)), by: author(person).sender,
      claims: claims(String(person)))
  }

  /// `poll_vote_new`: one option an event, also of a poll with several.
  func pollVote() throws(PayloadError) -> [Draft] {
    let person = try number("user_id")
    let poll = try number("poll_id")
    let block = PollVote {
      $0.ownerID = object["owner_id"].text
      $0.pollID = String(poll)
      $0.optionID = object["option_id"].text
      $0.voterID = String(person)
      $0.platformEventID = eventID
      $0.votedAt = arrivedAt
    }
    return [
      .event(
        communityEvent(
          .pollVoted(block), target: Event.Target(.interaction, id: String(poll)),
          by: author(person).sender, claims: claims(String(poll), String(person))))
    ]
  }

  /// Something about the community or one of its posts that only a tag names.
  func stateChanged(_ target: Event.Target, by sender: Sender) -> [Draft] {
    var draft = communityEvent(.stateChanged, target: target, by: sender, claims: claims())
    draft.tags = ["vk:\(type)"]
    return [.event(draft)]
  }

  /// `wall_repost`: somebody shared a post of ours on their own wall.
  func repost() -> [Draft] {
    let original = object["copy_history"].first
    let post = original["id"].exists ? original : object
    let id = [post["owner_id"].text, post["id"].text].compactMap(\.self).joined(separator: "_")
    return stateChanged(Event.Target(.post, id: id), by: person(object["from_id"]))
  }
}
