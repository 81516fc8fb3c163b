import AdapterKit
import EventModel
import JSON

/// A message of ours, on its way to becoming calls.
struct VKSend {
  let operation: EventID
  var quoted: Int64?
  var hidesPreview = false

  /// `peer_ids` with one peer: only so the answer names the message, and its errors the recipient.
  func message(_ body: VKBody, number: Int, to peer: Int64) -> VKCall {
    var call = VKCall("messages.send")
    call.space = VKPlace.peer(peer).space
    call.set("peer_ids", peer)
    call.set("random_id", random(number))
    body.fillMessage(&call)
    if number == 0 { call.set("forward", quoted.map { VKForward.quote($0, of: peer).fragment }) }
    call.set("attachment", body.attachmentList)
    call.set("keyboard", body.keyboard)
    if hidesPreview, !body.text.isEmpty { call.set("dont_parse_links", 1) }
    return call
  }

  func random(_ number: Int) -> Int64 { VKRandomID(of: operation, part: number).value }

  func comment(_ body: VKBody, number: Int, in thread: VKThread, by group: Int64) -> VKCall {
    var call = VKCall("\(thread.family.section).createComment")
    call.right = thread.family.right(to: .create)
    call.space = VKPlace.comments(thread).space
    thread.name(in: &call)
    if thread.family != .board, number == 0 {
      call.set("reply_to_comment", quoted.map(String.init))
    }
    call.set("from_group", thread.family == .wall ? group : 1)
    call.set("message", body.text.isEmpty ? nil : body.text.plain)
    call.set("sticker_id", body.sticker)
    call.set("attachments", body.attachmentList)
    call.set("guid", "\(operation)-\(number)")
    return call
  }
}

extension VKBody {
  /// With commas; nil when there are none.
  var attachmentList: String? {
    attachments.isEmpty ? nil : attachments.joined(separator: ",")
  }

  /// Text, map and sticker, as both a new and an edited message have them.
  func fillMessage(_ call: inout VKCall) {
    call.set("message", text.isEmpty ? nil : text.plain)
    call.set("format_data", VKText.format(of: text))
    call.set("lat", point?.latitude)
    call.set("long", point?.longitude)
    call.set("sticker_id", sticker)
  }
}

/// Messages that stand in a new one, as VK names them.
struct VKForward {
  let peer: Int64
  let messages: [Int64]
  let isReply: Bool

  /// `reply_to` takes numbers that messages of chats do not have.
  static func quote(_ message: Int64, of peer: Int64) -> VKForward {
    VKForward(peer: peer, messages: [message], isReply: true)
  }

  var fragment: JSONFragment {
    .object {
      $0.member("peer_id", peer)
      $0.member("conversation_message_ids", messages)
      if isReply { $0.member("is_reply", true) }
    }
  }
}

extension VKThread {
  /// Names the thing whose comments these are.
  func name(in call: inout VKCall) {
    if family == .board {
      call.set("group_id", -max(owner, -Int64.max))
    } else {
      call.set("owner_id", owner)
    }
    call.set(family.thingName, thing)
  }
}

extension VKThread.Family {
  enum Deed { case create, edit, delete }

  /// The methods of its comments begin so.
  var section: String { self == .photo ? "photos" : rawValue }

  /// A community itself writes under posts and deletes from its board, and no more.
  func right(to deed: Deed) -> VKCall.Right {
    switch (self, deed) {
    case (.wall, .create), (.board, .delete): .community
    default: .administrator
    }
  }
}

/// The number by which VK drops a repeated send: the same for every try of a part, never 0, of 31
/// bits.
///
/// FNV-1a over the event's id and the part's number. VK compares it within one dialog and its last
/// hundred messages only, so that a hash of 31 bits is wide enough.
struct VKRandomID {
  let value: Int64

  init(of event: EventID, part: Int) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(event)/\(part)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let folded = Int64((hash ^ (hash >> 31)) & 0x7FFF_FFFF)
    value = folded == 0 ? 1 : folded
  }
}
