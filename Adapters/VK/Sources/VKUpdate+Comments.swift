import AdapterKit
import EventModel
import JSON

/// What happened to a comment, as the name of an event tells: `wall_reply_new`,
/// `photo_comment_edit`.
struct VKCommentEvent {
  enum Verb: String { case new, edit, delete, restore }

  let family: VKThread.Family
  let verb: Verb

  init?(_ type: String) {
    for family in VKThread.Family.allCases {
      let prefix = family.eventPrefix
      guard type.hasPrefix(prefix), let verb = Verb(rawValue: String(type.dropFirst(prefix.count)))
      else { continue }
      (self.family, self.verb) = (family, verb)
      return
    }
    return nil
  }
}

extension VKThread.Family {
  fileprivate var eventPrefix: String {
    switch self {
    case .wall: "wall_reply_"
    case .board: "board_post_"
    case .photo: "photo_comment_"
    case .video: "video_comment_"
    case .market: "market_comment_"
    }
  }

  /// Whose thing was commented; events of deletion and old ones say it by another name.
  fileprivate func owner(_ object: JSONView) -> Int64? {
    let own =
      switch self {
      case .wall: object["post_owner_id"]
      case .board: object["topic_owner_id"]
      case .photo: object["photo_owner_id"]
      case .video: object["video_owner_id"]
      case .market: object["market_owner_id"]
      }
    let owner = object["owner_id"].int
    return self == .wall ? owner ?? own.int : own.int ?? owner
  }
}

extension VKUpdate {
  func comment(_ event: VKCommentEvent) throws(PayloadError) -> [Draft] {
    guard let owner = event.family.owner(object) else {
      throw PayloadError("wrong_shape", "\(type) without an owner")
    }
    guard let thing = object[member: event.family.thingName].int else {
      throw PayloadError("wrong_shape", "\(type) without `\(event.family.thingName)`")
    }
    let thread = VKThread(event.family, owner: owner, thing: thing)
    let id = try number("id")
    guard event.verb != .delete else { return [.change(deletion(of: id, in: thread))] }
    let row = try row(of: id, in: thread)
    return switch event.verb {
    case .new, .delete: [.event(row)]
    case .edit: [.change(edit(of: id, in: thread, as: row))]
    case .restore: [.change(change(.restored, of: id, in: thread, otherwise: row))]
    }
  }

  private func row(of id: Int64, in thread: VKThread) throws(PayloadError) -> EventDraft {
    let author = try number("from_id")
    let (sender, direction) = self.author(author)
    let place = VKPlace.comments(thread)
    let sentAt = object["date"].int.map { Timestamp(seconds: $0) } ?? arrivedAt
    var draft = EventDraft(
      .messageCreated(Message(object["text"].string ?? "")),
      target: Event.Target(.comment, id: String(id)), at: sentAt, by: sender,
      links: EventDraft.Links(
        dialog: [.address(place.address)],
        claims: [Claim("comment:\(place.space):\(id)", at: sentAt)], message: place.key(id)))
    draft.externalMessageID = String(id)
    draft.attachments = VKAttachments.read(of: object)
    draft.facets.set(commentInteractions, for: .messageInteractions)
    draft.links.replyTo = object["reply_to_comment"].int.map(place.key)
    if direction == .outbound { draft.links.echo = .message(place.key(id)) }
    draft.place = Event.Place(
      sourceContext: context(of: id, by: author, in: thread, direction),
      deliveryRef: .answering(id, in: thread))
    return draft
  }

  private func context(
    of id: Int64, by author: Int64, in thread: VKThread, _ direction: Direction
  ) -> SourceContext {
    let data = PlatformData(.vk) {
      $0.member("owner_id", thread.owner)
      $0.name(dynamic: thread.family.thingName)
      $0.value(thread.thing)
      $0.member("comment_id", id)
      $0.member("from_id", author)
      $0.member("reply_to_comment_id", object["reply_to_comment"].int)
      $0.member("thread_comment_id", object["parents_stack"].first.int)
      $0.member("group_id", group)
      $0.member("event_id", eventID)
    }
    return SourceContext(direction, thread.family.sourceKind, data)
  }

  private var commentInteractions: MessageInteractions? {
    var all = MessageInteractions()
    if object["reply_to_comment"].int != nil {
      all.replies = .init {
        $0.isReply = true
        $0.threadID = object["parents_stack"].first.text
      }
    }
    let mentions = VKMentions(in: object["text"])
    if !mentions.isEmpty { all.mentions = mentions.block }
    return all == MessageInteractions() ? nil : all
  }

  private func edit(
    of id: Int64, in thread: VKThread, as row: EventDraft
  ) -> ChangeDraft {
    var unknown = row
    unknown.markEdited(at: arrivedAt, by: row.sender)
    let content = row.action.message ?? Message("")
    return change(
      .edited(content, attachments: row.attachments, by: row.sender), of: id, in: thread,
      otherwise: unknown)
  }

  /// Captures name the one who deleted, the schema their author; either may be missing.
  private func deletion(of id: Int64, in thread: VKThread) -> ChangeDraft {
    let deleter = object["deleter_id"].int ?? object["user_id"].int
    return change(.deleted(by: deleter.map { "vk:\($0)" }), of: id, in: thread)
  }

  private func change(
    _ change: Change, of id: Int64, in thread: VKThread, otherwise row: EventDraft? = nil
  ) -> ChangeDraft {
    let place = VKPlace.comments(thread)
    return ChangeDraft(
      of: place.key(id), change, at: arrivedAt, claims: claims(place.space, String(id)),
      otherwise: row)
  }
}

extension DeliveryRef {
  /// How to answer a comment.
  static func answering(_ comment: Int64, in thread: VKThread) -> DeliveryRef {
    DeliveryRef(
      PlatformData(.vk) {
        $0.member("kind", thread.family.deliveryKind)
        $0.member("reply_to_comment_id", String(comment))
      })
  }
}
