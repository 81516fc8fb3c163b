import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

extension VKAdapter {
  /// Where the tests write.
  static func conversation(_ peer: Int64) -> Dialog.Address {
    let isChat = peer > 2_000_000_000
    return Dialog.Address(
      kind: isChat ? "chat" : "private", ids: [String(peer)],
      dialogType: isChat ? .groupChat : .privateChat, chatID: String(peer))
  }

  static func known(_ numbers: Int64..., in peer: Int64 = 500_100_200) -> KnownMessage {
    KnownMessage(
      "6931f0a2c3d4e5f601000001",
      keys: numbers.map { MessageKey(space: String(peer), id: String($0)) },
      occurredAt: Timestamp(milliseconds: 1_763_600_000_000), isOurs: true)
  }

  /// The first part of an operation.
  static func planned(
    _ operation: Outgoing.Operation, in peer: Int64 = 500_100_200
  ) throws -> Part {
    let adapter = try shop()
    let plan = try adapter.plan(
      Outgoing("6931", in: conversation(peer), operation), as: adapter.identity)
    return try #require(plan.parts.first)
  }

  static func text(to peer: Int64 = 500_100_200, _ text: RichText = "Да 🙂 & нет") throws -> Part {
    try planned(.message(OutgoingMessage(text)), in: peer)
  }

  static func comment(
    in family: String, _ thing: Int64, by adapter: VKAdapter, quoting: DeliveryRef? = nil
  ) throws -> Part {
    let dialog = Dialog.Address(
      kind: family, ids: ["-222000111", String(thing)], dialogType: .wallComments,
      chatID: "-222000111_\(thing)")
    var message = OutgoingMessage("Да")
    message.quote = quoting
    let plan = try adapter.plan(
      Outgoing("6931", in: dialog, .message(message)), as: adapter.identity)
    return try #require(plan.parts.first)
  }
}

extension SendFailure {
  /// The decision and the kind, without the words.
  var summary: String {
    switch self {
    case .throttled(let wait, let reach, let error):
      "throttled(\(wait.components.seconds) seconds, \(reach), \(error.kind))"
    case .unavailable(let error): "unavailable(\(error.kind))"
    case .uncertain(let error): "uncertain(\(error.kind))"
    case .rejected(let error): "rejected(\(error.kind))"
    case .unauthorized(let error): "unauthorized(\(error.kind))"
    case .alreadyDone: "alreadyDone"
    case .without(let degradation, let error): "without(\(degradation), \(error.kind))"
    case .moved(let address, let error): "moved(\(address.chatID), \(error.kind))"
    }
  }

  var decision: String { String(summary.prefix { $0 != "(" }) }
}
