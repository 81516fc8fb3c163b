import AdapterKit
import EventModel
import JSON

/// A message that stands in a chat, by Telegram's name of it.
struct StandingMessage: Hashable {
  enum Name: Hashable {
    case number(Int64)
    /// What one person sees.
    case ephemeral(Int64)
    /// Put into a chat that the bot is no member of.
    case inline(String)
  }

  let name: Name
  /// The call that made it; nil when it was not ours, or nobody knows.
  var made: BotCall?

  var number: Int64? { if case .number(let number) = name { number } else { nil } }

  /// Nil of a key of another chat: after a group has become a supergroup, its old numbers stand for
  /// other messages.
  fileprivate init?(_ key: MessageKey, in place: SendingPlace, made: BotCall? = nil) {
    self.made = made
    if key.space == "inline" {
      name = .inline(key.id)
      return
    }
    guard key.space == place.space else { return nil }
    if let number = Int64(key.id), number > 0 {
      name = .number(number)
    } else if key.id.hasPrefix("eph_"),
      let number = Int64(key.id.dropFirst(4).prefix { $0 != "@" })
    {
      name = .ephemeral(number)
    } else {
      return nil
    }
  }
}

extension KnownMessage {
  /// All that it stands in, first part first; refuses a message of another conversation.
  func standing(in place: SendingPlace) throws(Refusal) -> [StandingMessage] {
    let made = parts.flatMap { part in
      let call = BotCall(part.request)
      return part.messages.compactMap { StandingMessage($0, in: place, made: call) }
    }
    let named = Set(made.map(\.name))
    let others = keys.compactMap { StandingMessage($0, in: place) }
      .filter { !named.contains($0.name) }
    guard !made.isEmpty || !others.isEmpty else {
      throw Refusal(
        .wrongPlace,
        keys.isEmpty
          ? "the message has no name yet"
          : "the message stands in another chat, or in the group that became this supergroup")
    }
    return made + others
  }

  /// The number of what stands first.
  func number(in place: SendingPlace) throws(Refusal) -> Int64 {
    guard let number = try standing(in: place).lazy.compactMap(\.number).first else {
      throw Refusal(.unsupported, "Telegram does that to no message of the kind")
    }
    return number
  }
}

extension SendingPlace {
  /// A call about one message.
  func call(
    _ method: String, about message: StandingMessage, ephemeral: String? = nil
  ) throws(Refusal) -> BotCall {
    switch message.name {
    case .number(let number):
      var call = call(method)
      call.set("message_id", number)
      return call
    case .inline(let id):
      var call = BotCall(method)
      call.set("inline_message_id", id)
      return call
    case .ephemeral(let number):
      let reader = message.made?.view("ephemeral_message_parameters")?["receiver_user_id"].int
      guard let ephemeral, let reader else {
        throw Refusal(.unsupported, "nobody knows who sees this message")
      }
      var call = call(ephemeral)
      call.set("receiver_user_id", reader)
      call.set("ephemeral_message_id", number)
      return call
    }
  }
}
