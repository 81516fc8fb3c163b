import AdapterKit
import EventModel
import JSON

/// What a message means: a row of its own, or what it tells of its chat.
struct MessageReading {
  let view: MessageView
  let content: MessageContent
  let actor: Actor

  init(_ view: MessageView) {
    self.view = view
    content = MessageContent(view.json)
    actor = view.actor
  }

  /// A new message.
  var drafts: [Draft] {
    if !content.isContent, !content.services.isEmpty { return ServiceReading(self).drafts }
    let drafts = [Draft.event(message())] + ServiceReading(self).moves
    guard let start = StartCommand(view, content.text) else { return drafts }
    return drafts + [.event(started(by: start))]
  }

  /// An edited message: a change of its row, or the row itself when nobody has seen it before.
  var edits: [Draft] {
    guard let key = view.key else { return [] }
    let date = view.json["edit_date"]
    return [
      .change(
        ChangeDraft(
          of: key, .edited(content.text, attachments: content.attachments, by: actor.sender),
          at: view.update.time(date), claims: view.update.claims(at: date),
          otherwise: message(isEdited: true)))
    ]
  }

  private func message(isEdited: Bool = false) -> EventDraft {
    var draft = event(.messageCreated(content.text), target: isComment ? .comment : .message)
    draft.externalMessageID = view.id
    draft.attachments = content.attachments
    draft.buttons = content.buttons
    draft.tags += content.tags
    draft.facets["message_interactions"] = view.interactions(
      content.mentions, isEdited: isEdited)
    draft.place.deliveryRef = view.deliveryRef(actor)
    draft.expects = view.isGuest ? view.json["guest_query_id"].text.map { .guest($0) } : nil
    draft.links.alternative = view.alternative(actor)
    draft.links.message = view.key
    draft.links.replyTo = view.repliedTo.flatMap { reply in
      reply["message_id"].number.map { MessageKey(space: view.space, id: $0) }
    }
    draft.links.group = view.json["media_group_id"].text.map {
      MessageKey(space: view.space, id: "group:\($0)")
    }
    if let poll = view.json["poll"]["id"].text { draft.links.aliases = [PollReading.key(poll)] }
    if isOurEcho { draft.links.echo = view.key.map(EchoMark.own) }
    if isOfOtherBot { draft.tags.append("tg:other_bot") }
    if actor.isBot, actor.sender.kind == .lead, !view.update.circumstances.acceptsBots {
      draft.facets["ai"] = .object { $0.member("skip_reason", "bot_author") }
    }
    return draft
  }

  /// A draft of something that this message tells; by default about itself.
  func event(
    _ action: Action, target: TargetType? = nil, id: String? = nil, number: Int = 0
  ) -> EventDraft {
    var draft = EventDraft(
      action,
      target: Event.Target(target ?? action.defaultTarget, id: id ?? view.id ?? view.chat.id),
      at: view.date, by: actor.sender,
      links: EventDraft.Links(
        dialog: view.evidence, claims: [view.claim(action.type, number)]))
    draft.place.sourceContext = view.context(actor)
    if actor.direction == .outbound { draft.links.lead = view.lead }
    draft.links.effects = view.title.map { [.title($0)] } ?? []
    return draft
  }

  private func started(by start: StartCommand) -> EventDraft {
    var draft = event(
      .dialogStarted(start.trigger), id: view.chat.id, number: 1)
    draft.place.sourceContext = view.context(actor, attribution: start.attribution)
    return draft
  }

  /// The forwarded post itself is the root of its comments and none of them.
  private var isComment: Bool { view.thread?.isComments == true && !view.isAutomaticForward }

  private var writingBot: JSONView { view.json["sender_business_bot"] }
  private var isOurEcho: Bool { writingBot.exists && view.update.isOurs(writingBot) }
  private var isOfOtherBot: Bool { writingBot.exists && !view.update.isOurs(writingBot) }
}
