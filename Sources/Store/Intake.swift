import AdapterKit
import EventModel

/// What must be on disk before anybody is answered.
package protocol Intake: Sendable {
  /// Journals a channel's payloads, and with them how far their stream was read, and calls `done`
  /// once they are durable. It may be called from an event loop: it hands over and returns at once.
  func keep(
    _ payloads: [Payload], cursor: PollCursor?, of channel: ChannelID,
    done: @escaping @Sendable (Result<Void, StoreError>) -> Void)
}

extension Intake {
  /// Returns when the payloads are durable.
  package func keep(
    _ payloads: [Payload], cursor: PollCursor?, of channel: ChannelID
  ) async throws(StoreError) {
    let result = await withCheckedContinuation { continuation in
      keep(payloads, cursor: cursor, of: channel) { continuation.resume(returning: $0) }
    }
    try result.get()
  }
}

/// What came in, as those who fetch it see it: how far each stream was read, and how much waits.
package protocol Journal: Intake {
  func cursors(of channel: ChannelID) async throws(StoreError) -> [StreamName: PollCursor]
  /// How much waits: payloads nobody has read, payloads in quarantine, parts to send, parts
  /// uncertain.
  func backlog(of channel: ChannelID) async throws(StoreError) -> Backlog
  /// Rings with every new version.
  var changes: Bell { get }
}
