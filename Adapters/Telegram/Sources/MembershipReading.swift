import AdapterKit
import EventModel
import JSON

/// The key of a join, leave or ban: the same fact comes as a service message and as an update.
enum Membership {
  static func claim(chat: String, member: String, _ action: ActionType, at time: Timestamp) -> Claim
  {
    Claim("member:\(chat):\(member):\(time.milliseconds / 1000):\(action.rawValue)", at: time)
  }
}

/// `my_chat_member` and `chat_member`: who is in a chat now, and who made it so.
struct MembershipReading {
  private let update: Update
  private let chat: ChatView
  private let old: JSONView
  private let new: JSONView
  private let time: Timestamp

  init(_ update: Update) throws(PayloadError) {
    self.update = update
    chat = try ChatView(update.content["chat"])
    old = update.content["old_chat_member"]
    new = update.content["new_chat_member"]
    time = update.time(update.content["date"])
  }

  var drafts: [Draft] {
    let action = action
    let actor = actor
    let member = new["user"]["id"].number ?? ""
    var draft = EventDraft(
      action, target: target(of: action), at: time, by: actor.sender,
      links: EventDraft.Links(
        dialog: [.address(Address.chat(chat.id, chat.kind))],
        claims: [Membership.claim(chat: chat.id, member: member, action.type, at: time)]))
    draft.tags = ["tg:\(new["status"].nonEmpty?.prefix(32) ?? "unknown")"]
    draft.place.sourceContext = context(actor)
    if !isAboutUs, let member = Actor(user: new["user"]).sender.externalID.map({ _ in new["user"] })
    {
      draft.links.lead = Actor(user: member).sender
    }
    if let title = chat.title { draft.links.effects = [.title(title)] }
    return [.event(draft)]
  }

  /// An administrator who shows no name stands there as a user that nobody is: 1087968824.
  private var actor: Actor {
    let from = update.content["from"]
    return from["id"].int == Actor.anonymousAdministrator
      ? Actor(chat: chat.json, in: chat) : Actor(user: from)
  }

  private var isAboutUs: Bool { update.kind == .myChatMember }

  private var action: Action {
    if isAboutUs, chat.kind == .private {
      switch new["status"].string {
      case "kicked": return .leadUnsubscribed(subscription)
      case "member": return .leadSubscribed(subscription)
      default: return .stateChanged
      }
    }
    switch (Self.isInside(old), Self.isInside(new)) {
    case (false, true) where isAboutUs: return .chatBotAdded(change)
    case (true, false) where isAboutUs: return .chatBotRemoved(change)
    case _ where isAboutUs: return .stateChanged
    case (_, false) where new["status"].string == "kicked": return .leadBlocked(moderation)
    case _ where old["status"].string == "kicked": return .leadUnblocked(moderation)
    case (false, true): return .chatMemberAdded(change)
    case (true, false): return .chatMemberRemoved(change)
    default: return .stateChanged
    }
  }

  /// Somebody restricted may be outside, too.
  private static func isInside(_ member: JSONView) -> Bool {
    switch member["status"].string {
    case "left", "kicked": false
    case "restricted": member["is_member"].bool ?? true
    default: member.exists
    }
  }

  private func target(of action: Action) -> Event.Target {
    switch action {
    case .leadSubscribed, .leadUnsubscribed: Event.Target(.lead, id: chat.id)
    case .leadBlocked, .leadUnblocked:
      Event.Target(.lead, id: new["user"]["id"].number ?? chat.id)
    default: Event.Target(.chat, id: chat.id)
    }
  }

  private var subscription: TriggerContext { TriggerContext { $0.source = .subscription } }

  private var change: ChatChange {
    ChatChange {
      $0.addedByUserID = actor.fromID
      $0.memberFirstName = isAboutUs ? nil : new["user"]["first_name"].nonEmpty
      $0.memberLastName = isAboutUs ? nil : new["user"]["last_name"].nonEmpty
      $0.memberID = isAboutUs ? nil : new["user"]["id"].number
      $0.chatTitle = chat.title
    }
  }

  private var moderation: Moderation {
    Moderation {
      $0.adminID = actor.fromID
      if let until = new["until_date"].int, until > 0 {
        $0.unblockDate = Timestamp(seconds: until)
      }
    }
  }

  private func context(_ actor: Actor) -> SourceContext {
    SourceContext(
      actor.direction, .telegramChat,
      PlatformData(.tg) {
        $0.member("chat_id", chat.id)
        $0.member("user_id", isAboutUs ? actor.fromID : new["user"]["id"].number)
        $0.member("from_id", actor.fromID)
        $0.member("chat_type", chat.type)
        $0.member("is_bot", actor.isBot)
        $0.member("update_id", update.id)
      })
  }
}
