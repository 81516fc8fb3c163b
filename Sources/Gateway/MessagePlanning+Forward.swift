import AdapterKit
import EventModel
import Relay
import Store

/// Messages that are sent once more.
extension MessagePlanning {
  /// The messages as they stood, in their order; all of one conversation of the channel.
  func forward(
    _ wanted: MessageRequest.Forward, over channel: ChannelRuntime, isSilent: Bool
  ) async throws -> Outgoing.Forward {
    var rows: [KnownRow] = []
    var faults: [APIProblem.Fault] = []
    for (index, event) in wanted.events.enumerated() {
      let known = try await store.known(event)
      if let reason = Self.obstacle(known, of: channel, after: rows.first) {
        faults.append(.init("#/forward/event_ids/\(index)", reason))
      } else if let known {
        rows.append(known)
      }
    }
    guard faults.isEmpty else { throw APIProblem(faults) }
    let messages = rows.map(\.message).sorted {
      ($0.occurredAt, $0.event.rawValue) < ($1.occurredAt, $1.event.rawValue)
    }
    return Outgoing.Forward(messages, isCopy: wanted.isCopy, isSilent: isSilent)
  }

  /// Why a row cannot be forwarded; nil when it can.
  private static func obstacle(
    _ row: KnownRow?, of channel: ChannelRuntime, after first: KnownRow?
  ) -> String? {
    guard let row else { return "there is no such event" }
    if row.channel != channel.record.id { return "is of another channel" }
    if row.isDeleted { return "was deleted" }
    if row.message.keys.isEmpty { return "has no name on the platform" }
    if let first, row.dialog != first.dialog { return "is of another conversation than the first" }
    return nil
  }
}
