import AdapterKit
import EventModel
import JSON

/// What is done to messages that stand already, and to a conversation without a new message: all of
/// it harmless to repeat.
extension TelegramAdapter {
  func plan(deletionOf known: KnownMessage, in place: SendingPlace) throws(Refusal) -> Plan {
    Plan(try place.deletions(of: try known.standing(in: place)))
  }

  /// A bot has one reaction to a message.
  func plan(
    reaction emoji: String?, to known: KnownMessage, in place: SendingPlace
  ) throws(Refusal) -> Plan {
    guard !place.isBusiness, !place.isGuest else {
      throw Refusal(.unsupported, "bots react to nothing there")
    }
    var call = place.call("setMessageReaction")
    call.set("message_id", try known.number(in: place))
    let reaction = try emoji.map(Reactions.fragment)
    call["reaction"] = JSONFragment { writer in
      writer.array { if let reaction { $0.value(reaction) } }
    }
    return Plan([change(call)])
  }

  func plan(
    pinOf known: KnownMessage, isSilent: Bool, in place: SendingPlace
  ) throws(Refusal) -> Plan {
    var call = place.call("pinChatMessage")
    call.set("message_id", try known.number(in: place))
    if isSilent { call.set("disable_notification", true) }
    return Plan([change(call)])
  }

  func plan(unpinOf known: KnownMessage, in place: SendingPlace) throws(Refusal) -> Plan {
    var call = place.call("unpinChatMessage")
    call.set("message_id", try known.number(in: place))
    return Plan([change(call)])
  }

  func plan(endOfPoll known: KnownMessage, in place: SendingPlace) throws(Refusal) -> Plan {
    let standing = try known.standing(in: place)
    let poll = standing.first { $0.made?.method == "sendPoll" } ?? standing.first
    guard let number = poll?.number else { throw Refusal(.unsupported, "there is no poll") }
    var call = place.call("stopPoll")
    call.set("message_id", number)
    call["reply_markup"] = poll?.made?["reply_markup"]
    return Plan([change(call)])
  }

  /// Only people see what is read; a bot does it for the owner of a business chat.
  func plan(readUpTo known: KnownMessage, in place: SendingPlace) throws(Refusal) -> Plan {
    guard place.isBusiness else {
      throw Refusal(.unsupported, "only messages of business chats are marked as read")
    }
    guard let last = try known.standing(in: place).lazy.compactMap(\.number).max() else {
      throw Refusal(.unsupported, "Telegram does that to no message of the kind")
    }
    var call = place.call("readBusinessMessage")
    call.set("message_id", last)
    return Plan([change(call)])
  }

  /// Seen for five seconds, or until a message comes.
  func plan(_ typing: Outgoing.Typing, in place: SendingPlace) throws(Refusal) -> Plan {
    guard !place.isChannel, !place.isDirectMessages, !place.isGuest else {
      throw Refusal(.unsupported, "nobody is seen typing there")
    }
    let action: String
    switch typing {
    case .voice: action = "record_voice"
    case .photo: action = "upload_photo"
    case .video: action = "upload_video"
    case .file: action = "upload_document"
    default: action = "typing"
    }
    var call = place.placing("sendChatAction")
    call.set("action", action)
    return Plan([Part(call.fragment, repeats: .areHarmless, bounds: [.channel])])
  }

  private func change(_ call: BotCall) -> Part { Part(call.fragment, repeats: .areHarmless) }
}

extension SendingPlace {
  /// A hundred at once; what one person sees goes one by one.
  func deletions(of messages: [StandingMessage]) throws(Refusal) -> [Part] {
    guard !messages.contains(where: \.isInline) else {
      throw Refusal(.unsupported, "a bot cannot delete what it said as a guest")
    }
    var parts: [Part] = []
    let numbers = messages.compactMap(\.number)
    for start in stride(from: 0, to: numbers.count, by: TelegramLimits.messagesAtOnce) {
      let some = Array(numbers[start..<min(start + TelegramLimits.messagesAtOnce, numbers.count)])
      parts.append(deletion(of: some))
    }
    for message in messages where message.number == nil {
      let call = try call("", about: message, ephemeral: "deleteEphemeralMessage")
      parts.append(Part(call.fragment, repeats: .areHarmless))
    }
    return parts
  }

  private func deletion(of numbers: [Int64]) -> Part {
    var call: BotCall
    if let connection {
      call = BotCall("deleteBusinessMessages")
      call.set("business_connection_id", connection)
      call.set("message_ids", numbers)
    } else if numbers.count == 1 {
      call = self.call("deleteMessage")
      call.set("message_id", numbers.first)
    } else {
      call = self.call("deleteMessages")
      call.set("message_ids", numbers)
    }
    return Part(call.fragment, repeats: .areHarmless)
  }
}

extension StandingMessage {
  fileprivate var isInline: Bool { if case .inline = name { true } else { false } }
}
