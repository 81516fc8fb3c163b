import EventModel
import JSON

/// A message of ours, on its way to becoming calls.
struct VKSend {
  let event: EventID
  let quoted: Int64?
  /// VK's names of files, with commas.
  let attachments: String?
  let keyboard: JSONFragment?

  /// Which of a message's parts it is: the first one quotes, the last one bears files and keys.
  struct Slot {
    let number: Int
    let isLast: Bool

    var isFirst: Bool { number == 0 }
  }

  /// `peer_ids` with one peer: only so the answer names the message, and its errors the recipient.
  func message(_ text: String, _ slot: Slot, to peer: Int64, random: Int64) -> VKCall {
    var call = VKCall("messages.send")
    call.space = VKPlace.peer(peer).space
    call.set("peer_ids", peer)
    call.set("random_id", random)
    call.set("message", text.isEmpty ? nil : text)
    if slot.isFirst { call.set("forward", quoted.map { Self.quote($0, of: peer) }) }
    if slot.isLast {
      call.set("attachment", attachments)
      call.set("keyboard", keyboard)
    }
    return call
  }

  /// `reply_to` takes numbers that messages of chats do not have.
  private static func quote(_ message: Int64, of peer: Int64) -> JSONFragment {
    .object {
      $0.member("peer_id", peer)
      $0.member("conversation_message_ids", [message])
      $0.member("is_reply", true)
    }
  }

  func comment(_ text: String, _ slot: Slot, in thread: VKThread, by group: Int64) -> VKCall {
    var call = VKCall(thread.family.method)
    call.right = thread.family == .wall ? .community : .administrator
    call.space = VKPlace.comments(thread).space
    if thread.family == .board {
      call.set("group_id", -max(thread.owner, -Int64.max))
    } else {
      call.set("owner_id", thread.owner)
      if slot.isFirst { call.set("reply_to_comment", quoted.map(String.init)) }
    }
    call.set(thread.family.thingName, thread.thing)
    call.set("from_group", thread.family == .wall ? group : 1)
    call.set("message", text.isEmpty ? nil : text)
    if slot.isLast { call.set("attachments", attachments) }
    call.set("guid", "\(event)-\(slot.number)")
    return call
  }
}

extension VKThread.Family {
  /// The method that writes a comment there.
  fileprivate var method: String {
    switch self {
    case .wall: "wall.createComment"
    case .board: "board.createComment"
    case .photo: "photos.createComment"
    case .video: "video.createComment"
    case .market: "market.createComment"
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
