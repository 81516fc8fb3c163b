import AdapterKit
import EventModel
import JSON

extension TelegramAdapter {
  /// A hundred at once, in the order of their numbers: Telegram takes no other.
  func plan(_ forward: Outgoing.Forward, in place: SendingPlace) throws(Refusal) -> Plan {
    guard !place.isBusiness, !place.isGuest else {
      throw Refusal(.unsupported, "nothing is forwarded there")
    }
    guard !place.isComments || forward.isCopy else {
      throw Refusal(.unsupported, "a forward cannot stand among comments; a copy can")
    }
    let (chat, numbers) = try Self.source(of: forward.messages)
    // Among comments each is put into its place by a reply, and several at once have none.
    let most = place.isComments ? 1 : TelegramLimits.messagesAtOnce
    var parts: [Part] = []
    for start in stride(from: 0, to: numbers.count, by: most) {
      let some = Array(numbers[start..<min(start + most, numbers.count)])
      let verb = forward.isCopy ? "copyMessage" : "forwardMessage"
      let method = some.count == 1 ? verb : verb + "s"
      var call = place.isComments ? place.sending(method, isFirst: false) : place.placing(method)
      call.set("from_chat_id", chat)
      if some.count == 1 {
        call.set("message_id", some.first)
      } else {
        call.set("message_ids", some)
      }
      if forward.isSilent { call.set("disable_notification", true) }
      var part = Part(call.fragment, bounds: place.bounds)
      part.messages = some.count
      parts.append(part)
    }
    return Plan(parts, place: Event.Place(sourceContext: place.context))
  }

  /// The one chat that all stand in, and their numbers there.
  private static func source(
    of messages: [KnownMessage]
  ) throws(Refusal) -> (chat: Int64, numbers: [Int64]) {
    var chats: Set<String> = []
    var numbers: Set<Int64> = []
    for key in messages.flatMap(\.keys) {
      guard let number = Int64(key.id), number > 0, Self.isChat(key.space) else { continue }
      chats.insert(key.space)
      numbers.insert(number)
    }
    guard let space = chats.first else {
      throw Refusal(.unsupported, "there is nothing that Telegram could forward")
    }
    guard chats.count == 1 else {
      throw Refusal(.invalid, "messages of several chats are not forwarded at once")
    }
    guard let chat = Int64(space) else {
      throw Refusal(.unsupported, "nothing is forwarded out of business chats")
    }
    return (chat, numbers.sorted())
  }

  /// A message may have names beside its number, in spaces that are no chats.
  private static func isChat(_ space: String) -> Bool {
    Int64(space) != nil || space.split(separator: ":").last.flatMap { Int64($0) } != nil
  }
}
