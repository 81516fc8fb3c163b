import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  /// VK drops a second send with the same `random_id` for an hour; we stay five minutes below. Of
  /// `guid` it does not tell how long it counts: it is taken to be the same.
  private static let dropsRepeatsFor: Duration = .seconds(55 * 60)

  package func plan(
    _ outgoing: Outgoing, as identity: ChannelIdentity
  ) throws(Refusal) -> Plan {
    guard let place = VKPlace(outgoing.dialog) else {
      throw Refusal(.wrongPlace, "the dialog is none of VK's")
    }
    switch outgoing.operation {
    case .message(let message): return try newMessage(message, outgoing.id, in: place)
    case .forward(let forward): return try forwarding(forward, outgoing.id, in: place)
    case .edit(let known, let message): return try editing(known, message, in: place)
    case .delete(let known): return try deleting(known, in: place)
    case .answer(let expectation, let answer): return try answering(expectation, answer)
    case .stopPoll: throw Refusal(.unsupported, "a community closes no poll of VK's")
    case .react(let known, let emoji): return try reacting(known, emoji, in: place)
    case .pin(let known, let isSilent): return try pinning(known, isSilent, in: place)
    case .unpin: return try unpinning(in: place)
    case .read(let known): return try reading(upTo: known, in: place)
    case .typing(let typing): return try showing(typing, in: place)
    case .writing: throw Refusal(.unsupported, "VK shows no text before it is sent")
    }
  }

  private func newMessage(
    _ message: OutgoingMessage, _ id: EventID, in place: VKPlace
  ) throws(Refusal) -> Plan {
    let quoted = try Self.quoted(by: message.quote, in: place)
    let opening = Self.opening(quoting: quoted, in: place)
    let content = try VKContent(message, in: place, opening: opening)
    let send = VKSend(operation: id, quoted: quoted, hidesPreview: message.hidesPreview)
    var plan = Plan([], place: self.place(of: place), degradations: content.degradations)
    plan.parts = try parts(of: content, send, to: place)
    return plan
  }

  func parts(
    of content: VKContent, _ send: VKSend, to place: VKPlace, from first: Int = 0
  ) throws(Refusal) -> [Part] {
    var parts: [Part] = []
    for (offset, body) in content.bodies.enumerated() {
      parts.append(try part(body, send, number: first + offset, to: place))
    }
    return parts
  }

  private func part(
    _ body: VKBody, _ send: VKSend, number: Int, to place: VKPlace
  ) throws(Refusal) -> Part {
    switch place {
    case .peer(let peer):
      return newPart(send.message(body, number: number, to: peer), files: body.files)
    case .comments(let thread):
      let call = send.comment(body, number: number, in: thread, by: settings.group)
      try check(call.right)
      return Part(
        call.fragment, files: body.files, repeats: .areDropped(for: Self.dropsRepeatsFor),
        bounds: bounds(call.right))
    }
  }

  /// A part that makes a message of a conversation.
  func newPart(_ call: VKCall, files: [FileUse] = []) -> Part {
    let random = call["random_id"].flatMap { Int64($0) } ?? 0
    let peer = Int64(call.space) ?? 0
    return Part(
      call.fragment, files: files, echo: VKEcho.mark(peer: peer, random: random),
      repeats: .areDropped(for: Self.dropsRepeatsFor))
  }

  /// Comments outside the wall, and changes of comments, take an administrator's own token.
  func check(_ right: VKCall.Right) throws(Refusal) {
    guard right == .community || settings.userToken != nil else {
      throw Refusal(.unsupported, "VK wants an administrator here: the channel has no user_token")
    }
  }

  func bounds(_ right: VKCall.Right) -> [Part.Bound] {
    right == .community
      ? [.channel, .chat] : [.channel, .chat, .method(Self.administratorCalls)]
  }

  /// The message a reference quotes; a reference of another kind of place is refused.
  private static func quoted(
    by quote: DeliveryRef?, in place: VKPlace
  ) throws(Refusal) -> Int64? {
    guard let quote else { return nil }
    guard quote.channelType == .vk, let data = try? quote.data.fragment.parsed() else {
      throw Refusal(.wrongPlace, "the reply reference is none of VK's")
    }
    let (kind, number) =
      switch place {
      case .peer: ("peer", data["reply_to_message_id"].int)
      case .comments(let thread): (thread.family.deliveryKind, data["reply_to_comment_id"].int)
      }
    guard data["kind"].string == kind else {
      throw Refusal(.wrongPlace, "the reply reference is of another kind of place")
    }
    guard let number, number > 0 else {
      throw Refusal(.invalid, "the reply reference has no number")
    }
    return number
  }

  /// Under board topics an answer begins with a mention of the comment: there is no field for it.
  private static func opening(quoting quoted: Int64?, in place: VKPlace) -> String {
    guard case .comments(let thread) = place, thread.family == .board, let quoted else {
      return ""
    }
    return "[post\(quoted)|#\(quoted)], "
  }

  func place(of place: VKPlace) -> Event.Place {
    let data = PlatformData(.vk) {
      switch place {
      case .peer(let peer):
        $0.member("peer_id", peer)
        $0.member("user_id", place.isChat ? nil : peer)
      case .comments(let thread):
        $0.member("owner_id", thread.owner)
        $0.name(dynamic: thread.family.thingName)
        $0.value(thread.thing)
      }
      $0.member("from_id", -settings.group)
      $0.member("group_id", settings.group)
    }
    return Event.Place(sourceContext: SourceContext(.outbound, place.sourceKind, data))
  }
}
