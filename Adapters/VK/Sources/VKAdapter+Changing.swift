import AdapterKit
import EventModel
import JSON

extension VKAdapter {
  /// The pieces of the new text go into the messages that the old one stood in; what is left over
  /// of those is deleted, and stickers stay.
  ///
  /// VK forgets of an edited message what is not said again: so all is.
  func editing(
    _ known: KnownMessage, _ message: OutgoingMessage, in place: VKPlace
  ) throws(Refusal) -> Plan {
    let slots = try Self.slots(of: known, in: place)
    guard !slots.isEmpty else { throw Refusal(.unsupported, "VK changes no sticker") }
    var message = message
    if message.attachments.isEmpty { message.attachments = known.attachments }
    var content = try VKContent(message, in: place)
    content.dropBodies { $0.sticker != nil }
    guard !content.bodies.isEmpty else { throw Refusal(.invalid, "there is nothing to say") }
    if message.buttons == nil {
      content.keep(keyboard: slots.lazy.compactMap { $0.call?["keyboard"] }.first)
    } else if place.isPeer, content.bodies.allSatisfy({ $0.keyboard == nil }) {
      content.keep(keyboard: VKKeyboard.none)
    }
    guard content.bodies.count <= slots.count else {
      throw Refusal(.unsupported, "the text needs more messages than it stands in")
    }
    var plan = Plan([], degradations: content.degradations)
    for (body, slot) in zip(content.bodies, slots) {
      plan.parts.append(try edit(slot.number, body, message.hidesPreview, in: place))
    }
    let rest = slots.dropFirst(content.bodies.count).map(\.number)
    plan.parts += try deletions(of: rest, in: place)
    return plan
  }

  private func edit(
    _ number: Int64, _ body: VKBody, _ hidesPreview: Bool, in place: VKPlace
  ) throws(Refusal) -> Part {
    var call: VKCall
    switch place {
    case .peer(let peer):
      call = VKCall("messages.edit")
      call.set("peer_id", peer)
      call.set("cmid", number)
      body.fillMessage(&call)
      call.set("attachment", body.attachmentList)
      call.set("keyboard", body.keyboard)
      call.set("keep_forward_messages", 1)
      call.set("keep_snippets", 1)
      if hidesPreview { call.set("dont_parse_links", 1) }
    case .comments(let thread):
      call = thread.call("editComment", number, .edit)
      call.set("message", body.text.isEmpty ? nil : body.text.plain)
      call.set("attachments", body.attachmentList)
    }
    return try change(call, in: place, files: body.files)
  }

  /// Where a message stands that can be changed, with the call that made it.
  private static func slots(
    of known: KnownMessage, in place: VKPlace
  ) throws(Refusal) -> [(number: Int64, call: VKCall?)] {
    var slots: [(number: Int64, call: VKCall?)] = []
    let made = known.parts.compactMap { part in
      part.messages.first.map { (key: $0, call: VKCall(part.request)) }
    }
    let all = made.isEmpty ? known.keys.map { (key: $0, call: nil) } : made
    for (key, call) in all where call?["sticker_id"] == nil {
      slots.append((try number(of: key, in: place), call))
    }
    if all.isEmpty { throw Refusal(.invalid, "VK has not named the message") }
    return slots
  }

  func deleting(_ known: KnownMessage, in place: VKPlace) throws(Refusal) -> Plan {
    var numbers: [Int64] = []
    for key in known.keys { numbers.append(try Self.number(of: key, in: place)) }
    guard !numbers.isEmpty else { throw Refusal(.invalid, "VK has not named the message") }
    return Plan(try deletions(of: numbers, in: place))
  }

  /// Of a conversation a hundred at once, of comments one by one.
  private func deletions(
    of numbers: [Int64], in place: VKPlace
  ) throws(Refusal) -> [Part] {
    var parts: [Part] = []
    switch place {
    case .peer(let peer):
      for start in stride(from: 0, to: numbers.count, by: VKLimits.deletions) {
        let some = numbers[start..<min(start + VKLimits.deletions, numbers.count)]
        var call = VKCall("messages.delete")
        call.set("peer_id", peer)
        call.set("cmids", some.map(String.init).joined(separator: ","))
        call.set("delete_for_all", 1)
        parts.append(try change(call, in: place))
      }
    case .comments(let thread):
      for number in numbers {
        parts.append(try change(thread.call("deleteComment", number, .delete), in: place))
      }
    }
    return parts
  }

  /// A part that changes what stands there: a second time it changes nothing more.
  func change(
    _ call: VKCall, in place: VKPlace, files: [FileUse] = []
  ) throws(Refusal) -> Part {
    try check(call.right)
    var call = call
    call.space = place.space
    return Part(
      call.fragment, files: files, repeats: .areHarmless, bounds: bounds(call.right))
  }

  /// The number of a message in this very place.
  static func number(of key: MessageKey, in place: VKPlace) throws(Refusal) -> Int64 {
    guard key.space == place.space, let number = Int64(key.id), number > 0 else {
      throw Refusal(.wrongPlace, "the message stands in another conversation")
    }
    return number
  }
}

extension VKThread {
  /// A call about one comment; only posts and topics are named beside it.
  fileprivate func call(_ method: String, _ comment: Int64, _ deed: Family.Deed) -> VKCall {
    var call = VKCall("\(family.section).\(method)")
    call.right = family.right(to: deed)
    if family == .wall || family == .board { name(in: &call) } else { call.set("owner_id", owner) }
    call.set("comment_id", comment)
    return call
  }
}
