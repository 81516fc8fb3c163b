import AdapterKit
import EventModel
import JSON

/// Who did something on Telegram, and from which side.
struct Actor {
  var sender: Sender
  var direction = Direction.inbound
  /// The numbers that `source_context` tells: the chat that spoke if one did, else the person.
  var fromID: String?
  var isBot = false

  static let anonymousAdministrator: Int64 = 1_087_968_824

  /// A person or a bot; nobody named is the system.
  init(user: JSONView) {
    guard let id = user["id"].number else {
      sender = .system
      return
    }
    sender = Sender(.lead, externalID: id, profile: Profile(user: user))
    fromID = id
    isBot = user["is_bot"].bool == true
  }

  /// A chat that does something elsewhere.
  init(stranger chat: JSONView) {
    let id = chat["id"].number
    let sender = Sender(.externalChannel, externalID: id, profile: Profile(chat: chat))
    self.init(id == nil ? .system : sender, .inbound, from: id)
  }

  init(_ sender: Sender, _ direction: Direction, from id: String?) {
    self.sender = sender
    self.direction = direction
    fromID = id
  }

  /// A chat that speaks in a chat: an anonymous administrator is the chat itself.
  init(chat speaker: JSONView, in chat: ChatView) {
    let id = speaker["id"].number
    let isSpace = id == chat.id
    var profile = Profile(chat: speaker)
    if isSpace { profile.describeSpace(chat) }
    let sender = Sender(isSpace ? .space : .externalChannel, externalID: id, profile: profile)
    self.init(id == nil ? .system : sender, .inbound, from: id)
  }
}

extension Profile {
  init(user: JSONView) {
    self.init(platform: .tg)
    firstName = user["first_name"].nonEmpty
    lastName = user["last_name"].nonEmpty
    username = user["username"].nonEmpty
  }

  /// A group or channel by its title, a private chat by the person's names.
  init(chat: JSONView) {
    self.init(user: chat)
    firstName = chat["title"].nonEmpty ?? firstName
  }

  fileprivate mutating func describeSpace(_ chat: ChatView) {
    let isChannel = chat.kind == .channel
    spaceKind = isChannel ? "telegram_channel" : "telegram_chat"
    spaceType = isChannel ? "broadcast_channel" : "group_chat"
    sourceURL = username.map { "https://t.me/\($0)" }
  }
}

extension MessageView {
  /// The first row of FIELDS §3 that fits; chats that speak are looked at before people.
  var actor: Actor {
    let from = json["from"]
    let speaker = json["sender_chat"]
    if connection != nil { return businessActor(from) }
    if update.isOurs(from) {
      return Actor(
        Sender(.channel, externalID: from["id"].number, profile: Profile(user: from)),
        .outbound, from: from["id"].number)
    }
    if isChannelPost { return postActor(speaker.exists ? speaker : chat.json) }
    if isAutomaticForward || isLinkedChannel(speaker) {
      return ourSide(.channel, externalID: speaker["id"].number, Profile(chat: speaker))
    }
    guard speaker.exists else {
      return from.exists || chat.kind != .private ? Actor(user: from) : Actor(user: chat.json)
    }
    if chat.isDirectMessages {
      return ourSide(.externalOperator, externalID: from["id"].number, Profile(user: from))
    }
    return Actor(chat: speaker, in: chat)
  }

  /// The person the conversation is with, when somebody of our side wrote.
  var lead: Sender? {
    if chat.isDirectMessages { return Self.person(json["direct_messages_topic"]["user"]) }
    return chat.kind == .private ? Self.person(chat.json) : nil
  }

  private static func person(_ json: JSONView) -> Sender? {
    json["id"].number.map { Sender(.lead, externalID: $0, profile: Profile(user: json)) }
  }

  /// The client writes as the chat; anybody else is our side.
  private func businessActor(_ from: JSONView) -> Actor {
    if from["id"].number == chat.id { return Actor(user: from) }
    return ourSide(.externalOperator, externalID: from["id"].number, Profile(user: from))
  }

  private func postActor(_ channel: JSONView) -> Actor {
    var profile = Profile(chat: channel)
    profile.firstName = json["author_signature"].nonEmpty ?? profile.firstName
    return ourSide(.channel, externalID: channel["id"].number, profile)
  }

  private func isLinkedChannel(_ speaker: JSONView) -> Bool {
    guard let id = speaker["id"].int, let post = commentedPost else { return false }
    return post["sender_chat"]["id"].int == id
  }

  private func ourSide(_ kind: Sender.Kind, externalID: String?, _ profile: Profile) -> Actor {
    let speaker = json["sender_chat"]["id"].number
    guard externalID != nil || kind == .channel else {
      return Actor(.system, .outbound, from: speaker)
    }
    return Actor(
      Sender(kind, externalID: externalID, profile: profile), .outbound,
      from: speaker ?? externalID)
  }
}
