import AdapterKit
import EventModel
import JSON

/// Small pieces of traffic on a platform of its own, where a person's conversation bears the
/// person's name.
package enum Sample {
  package static let platform: Platform = "sample"
  package static let noon = Timestamp(seconds: 1_780_000_000)
  package static let identity = ChannelIdentity(externalID: "us", name: "Us")

  package static func address(of person: String) -> Dialog.Address {
    Dialog.Address(
      kind: "private", ids: [person], dialogType: .privateChat, chatID: person, userID: person)
  }

  package static func group(_ name: String) -> Dialog.Address {
    Dialog.Address(kind: "group", ids: [name], dialogType: .groupChat, chatID: name)
  }

  package static func key(_ person: String, _ id: String) -> MessageKey {
    MessageKey(space: person, id: id)
  }

  package static func place(_ direction: Direction, of chat: String) -> Event.Place {
    let data = PlatformData(platform) { $0.member("chat", chat) }
    return Event.Place(
      sourceContext: SourceContext(direction, "sample_chat", data),
      deliveryRef: DeliveryRef(data))
  }

  /// What a person wrote to us; `id` names the message in their conversation.
  package static func message(
    from person: String, _ id: String, _ text: String, at time: Timestamp = noon
  ) -> EventDraft {
    happening(.messageCreated(Message(text)), by: person, id, at: time) {
      $0.links.message = key(person, id)
      $0.externalMessageID = id
    }
  }

  /// What a person did in their conversation.
  package static func happening(
    _ action: Action, by person: String, _ id: String, at time: Timestamp = noon,
    _ change: (inout EventDraft) -> Void = { _ in }
  ) -> EventDraft {
    var profile = Profile(platform: platform)
    profile.firstName = person
    let links = EventDraft.Links(
      dialog: [.address(address(of: person))],
      claims: [Claim("\(action.type):\(person):\(id)", at: time)])
    var draft = EventDraft(
      action, target: Event.Target(.message, id: id), at: time,
      by: Sender(.lead, externalID: person, profile: profile), links: links)
    draft.place = place(.inbound, of: person)
    change(&draft)
    return draft
  }

  /// What somebody of our side wrote to a person on the platform itself.
  package static func answer(
    to person: String, _ id: String, _ text: String, at time: Timestamp = noon,
    by kind: Sender.Kind = .externalOperator
  ) -> EventDraft {
    var draft = message(from: person, id, text, at: time)
    draft.sender = Sender(kind, externalID: "us")
    draft.place = place(.outbound, of: person)
    draft.links.lead = Sender(.lead, externalID: person)
    return draft
  }

  /// A payload whose body is the conversation, the message's name and its text, between slashes.
  package static func payload(
    _ body: String, in channel: ChannelID, at time: Timestamp = noon,
    by transport: String = "webhook"
  ) -> Payload {
    Payload(
      channel: channel, transport: transport, receivedAt: time,
      headers: [WireHeader("X-Sample", "1")], body: Array(body.utf8))
  }

  /// Reads such a payload: the same body is the same message, however it came.
  package static func reading(of payload: Payload) -> Reading {
    let pieces = String(decoding: payload.body, as: UTF8.self).split(
      separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard pieces.count == 3 else { return Reading([], silence: "no_message") }
    let message = message(
      from: String(pieces[0]), String(pieces[1]), String(pieces[2]), at: payload.receivedAt)
    return Reading([.event(message)])
  }
}
