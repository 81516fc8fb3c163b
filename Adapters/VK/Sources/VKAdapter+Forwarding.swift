import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  /// VK forwards messages of one conversation, a hundred at once; without their writers they are
  /// sent anew.
  func forwarding(
    _ forward: Outgoing.Forward, _ id: EventID, in place: VKPlace
  ) throws(Refusal) -> Plan {
    if forward.isCopy { return try copying(forward, id, in: place) }
    guard case .peer(let peer) = place else {
      throw Refusal(.unsupported, "VK forwards nothing into comments")
    }
    var plan = Plan([], place: self.place(of: place))
    let source = try Self.source(of: forward)
    let send = VKSend(operation: id)
    for start in stride(from: 0, to: source.numbers.count, by: VKLimits.forwards) {
      let some = source.numbers[start..<min(start + VKLimits.forwards, source.numbers.count)]
      var call = send.message(VKBody(), number: plan.parts.count, to: peer)
      let forward = VKForward(peer: source.peer, messages: Array(some), isReply: false)
      call.set("forward", forward.fragment)
      plan.parts.append(newPart(call))
    }
    if forward.isSilent { plan.degradations.append(.silenceDropped) }
    return plan
  }

  /// The conversation that all of them stand in, and their numbers there.
  private static func source(
    of forward: Outgoing.Forward
  ) throws(Refusal) -> (peer: Int64, numbers: [Int64]) {
    let keys = forward.messages.flatMap(\.keys)
    guard let peer = keys.first.flatMap({ Int64($0.space) }) else {
      throw Refusal(.unsupported, "VK forwards only messages of conversations")
    }
    var numbers: [Int64] = []
    for key in keys { numbers.append(try number(of: key, in: .peer(peer))) }
    return (peer, numbers)
  }

  private func copying(
    _ forward: Outgoing.Forward, _ id: EventID, in place: VKPlace
  ) throws(Refusal) -> Plan {
    var plan = Plan([], place: self.place(of: place))
    for known in forward.messages {
      var message = OutgoingMessage(known.content)
      message.attachments = known.attachments.map { known.isOurs ? $0 : $0.asOurs }
      message.isSilent = forward.isSilent
      let content = try VKContent(message, in: place)
      plan.parts += try parts(
        of: content, VKSend(operation: id), to: place, from: plan.parts.count)
      for loss in content.degradations where !plan.degradations.contains(loss) {
        plan.degradations.append(loss)
      }
    }
    return plan
  }
}

extension Attachment {
  /// A community may not show what is another's: its file is uploaded anew. Of videos and stickers
  /// there is no file.
  fileprivate var asOurs: Attachment {
    guard id != nil, [.photo, .document, .voice, .animation].contains(kind) else { return self }
    var copy = self
    copy.platformFileID = nil
    return copy
  }
}
