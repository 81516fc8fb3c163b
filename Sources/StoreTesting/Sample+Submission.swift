import AdapterKit
import EventModel
import JSON
import Store

extension Sample {
  /// A reply of ours to a person, in so many parts.
  package static func submission(
    _ event: EventID, to person: String, saying text: RichText? = nil, parts: Int = 1,
    at now: Timestamp = noon, repeats: Part.Repeats = .areSeen
  ) -> Submission {
    let address = address(of: person)
    let message = OutgoingMessage(text ?? RichText("to \(person)"))
    let outgoing = Outgoing(event, in: address, .message(message))
    let plan = Plan(
      (0..<parts).map { number in
        Part(
          .object { $0.member("part", Int64(number)) }, echo: .mark(mark(event, number)),
          repeats: repeats)
      }, place: place(.outbound, of: person))
    return Submission(
      to: channel.id, as: identity, outgoing, plan: plan, dialog: .address(address),
      sender: Sender(.user, id: "operator"), at: now,
      expiresAt: now.advanced(byMilliseconds: 3_600_000))
  }

  /// The mark under which a part of ours comes back.
  package static func mark(_ event: EventID, _ part: Int) -> String { "\(event)-\(part)" }

  package static let channel = ChannelRecord(
    id: "sample-channel", name: "Sample", platform: platform, project: "project")

  package static let refused = DeliveryError(.userBlocked, code: "7", "no")
  package static let unclear = DeliveryError(.timeout, "no answer")
}
