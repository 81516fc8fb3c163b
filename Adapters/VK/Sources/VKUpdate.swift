import AdapterKit
import EventModel
import JSON

/// One event as VK sends it, by callback or inside a Long Poll answer, and when it came.
struct VKUpdate {
  let type: String
  let object: JSONView
  /// VK's name of this delivery; both transports and all repeats bear the same one.
  let eventID: String?
  let arrivedAt: Timestamp
  let channel: ChannelID
  /// Our community's number, above zero; every envelope names it.
  let group: Int64

  /// The account number of the community itself: the negative of its own.
  var ourselves: Int64 { -group }

  init(_ envelope: JSONView, in payload: Payload, group: Int64) throws(PayloadError) {
    guard let type = envelope["type"].nonEmpty else {
      throw PayloadError("wrong_shape", "no event: `type` is missing")
    }
    self.type = type
    object = envelope["object"]
    eventID = envelope["event_id"].text
    arrivedAt = payload.receivedAt
    channel = payload.channel
    self.group = Self.number(of: envelope["group_id"]) ?? group
  }

  /// Only a number above zero can be made negative without a trap.
  private static func number(of group: JSONView) -> Int64? {
    group.int.flatMap { $0 > 0 ? $0 : nil }
  }

  /// A happening that may truly happen again is told apart by the delivery it came with.
  func claims(_ parts: String...) -> [Claim] {
    guard let eventID else { return [] }
    return claims(key: ([type] + parts + [eventID]).joined(separator: ":"))
  }

  /// VK tells no time of these events, and repeats them for an hour and three quarters: so each is
  /// claimed for the hour of its arrival and the two before it, where a repeat meets it.
  func claims(key: String) -> [Claim] {
    (0...2).map { Claim(key, at: arrivedAt.advanced(byMilliseconds: $0 * -3_600_000)) }
  }

  /// A number without which the event means nothing.
  func number(_ name: StaticString) throws(PayloadError) -> Int64 {
    guard let number = object[name].int else {
      throw PayloadError("wrong_shape", "\(type) without `\(name)`")
    }
    return number
  }
}

extension VKUpdate {
  /// Who stands behind a number, and from which side.
  func author(_ number: Int64, admin: Int64? = nil) -> (sender: Sender, direction: Direction) {
    if let admin {
      return (Sender(.externalOperator, externalID: String(admin)), .outbound)
    }
    let id = String(number)
    if number == ourselves { return (Sender(.channel, externalID: id), .outbound) }
    return (Sender(number > 0 ? .lead : .externalChannel, externalID: id), .inbound)
  }

  /// A person by the number that an event may lack.
  func person(_ view: JSONView) -> Sender {
    guard let number = view.int, number != 0 else { return .system }
    return author(number).sender
  }

  /// An event of the community itself: it has no dialog and no place.
  func communityEvent(
    _ action: Action, target: Event.Target, by sender: Sender, claims: [Claim]
  ) -> EventDraft {
    EventDraft(
      action, target: target, at: arrivedAt, by: sender,
      links: EventDraft.Links(dialog: [], claims: claims))
  }

  /// Data of the place `vk_peer`, with what every event adds to it.
  func peerContext(
    _ peer: Int64, _ direction: Direction, attribution: Attribution? = nil,
    writing members: (inout JSONWriter) -> Void
  ) -> SourceContext {
    let data = PlatformData(.vk) {
      $0.member("peer_id", peer)
      members(&$0)
      $0.member("group_id", group)
      $0.member("event_id", eventID)
    }
    return SourceContext(direction, .vkPeer, data, attribution: attribution)
  }
}
