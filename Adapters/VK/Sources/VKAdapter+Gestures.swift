import AdapterKit
import EventModel
import JSON

/// What is done to a conversation without a new message: all of it harmless to repeat.
extension VKAdapter {
  func reacting(
    _ known: KnownMessage, _ emoji: String?, in place: VKPlace
  ) throws(Refusal) -> Plan {
    guard let emoji else {
      return Plan([try call("messages.deleteReaction", of: known, in: place)])
    }
    guard let reaction = VKReactions.number(emoji) else {
      throw Refusal(.unsupported, "VK has no such reaction")
    }
    return Plan([
      try call("messages.sendReaction", of: known, in: place) { $0.set("reaction_id", reaction) }
    ])
  }

  func pinning(
    _ known: KnownMessage, _ isSilent: Bool, in place: VKPlace
  ) throws(Refusal) -> Plan {
    guard place.isChat else { throw Refusal(.unsupported, "VK pins only in chats") }
    return Plan(
      [try call("messages.pin", of: known, in: place)],
      degradations: isSilent ? [.silenceDropped] : [])
  }

  func unpinning(in place: VKPlace) throws(Refusal) -> Plan {
    guard place.isChat else { throw Refusal(.unsupported, "VK pins only in chats") }
    return Plan([try call("messages.unpin", in: place)])
  }

  func reading(upTo known: KnownMessage, in place: VKPlace) throws(Refusal) -> Plan {
    guard let last = known.keys.last else {
      throw Refusal(.invalid, "VK has not named the message")
    }
    let number = try Self.number(of: last, in: place)
    return Plan([try call("messages.markAsRead", in: place) { $0.set("up_to_cmid", number) }])
  }

  /// Seen for ten seconds, or until a message comes.
  func showing(_ typing: Outgoing.Typing, in place: VKPlace) throws(Refusal) -> Plan {
    let kind: String
    switch typing {
    case .text: kind = "typing"
    case .voice: kind = "audiomessage"
    case .photo: kind = "photo"
    case .video: kind = "video"
    case .file: kind = "file"
    default: kind = "typing"
    }
    var part = try call("messages.setActivity", in: place) { $0.set("type", kind) }
    part.bounds = [.channel]
    return Plan([part])
  }

  /// A call about a conversation.
  func call(
    _ method: String, in place: VKPlace, with more: (inout VKCall) -> Void = { _ in }
  ) throws(Refusal) -> Part {
    guard case .peer(let peer) = place else {
      throw Refusal(.unsupported, "comments of VK have nothing of the kind")
    }
    var call = VKCall(method)
    call.set("peer_id", peer)
    more(&call)
    return try change(call, in: place)
  }

  /// A call about one message of it.
  private func call(
    _ method: String, of known: KnownMessage, in place: VKPlace,
    with more: (inout VKCall) -> Void = { _ in }
  ) throws(Refusal) -> Part {
    guard let key = known.keys.first else {
      throw Refusal(.invalid, "VK has not named the message")
    }
    let number = try Self.number(of: key, in: place)
    return try call(method, in: place) {
      $0.set("cmid", number)
      more(&$0)
    }
  }
}
