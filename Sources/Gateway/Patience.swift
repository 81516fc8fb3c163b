import EventModel
import JSON
import Store

/// How long a caller waits to learn what became of a message: `Prefer: wait=10` (RFC 7240).
struct Patience: Sendable {
  let seconds: Int64

  private static let longest: Int64 = 30

  /// A message as it stands when the wait is over.
  struct Outcome: Sendable {
    let bytes: [UInt8]
    let isSent: Bool
  }

  /// Nil when the header does not speak of waiting; a preference that cannot be read is none.
  init?(_ header: String?) {
    let preferences = (header ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
    let waits = preferences.compactMap { preference -> Int64? in
      let halves = preference.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, halves[0].lowercased() == "wait" else { return nil }
      return Int64(halves[1].prefix { $0 != ";" })
    }
    guard let seconds = waits.first, seconds > 0 else { return nil }
    self.seconds = min(seconds, Self.longest)
  }

  /// Waits until a message was sent or will not be, the time is over, or the daemon stops.
  func outcome(of event: EventID, from feed: ChangeFeed) async throws -> Outcome {
    let end = feed.now().advanced(byMilliseconds: seconds * 1_000)
    while true {
      let heard = feed.store.changes.rings
      guard let row = try await feed.store.event(event) else { throw StoreError.notFound }
      let view = try JSONDocument(parsing: row.bytes).root
      let state = view["status"]["sending"]["status"].string
      let isOver =
        state == "sent" || state == "failed"
        || view["tags"].elements.contains { $0.string == "delivery:uncertain" }
      let left = end.milliseconds - feed.now().milliseconds
      if isOver || left <= 0 || feed.closing.isGiven || Task.isCancelled {
        return Outcome(bytes: row.bytes, isSent: state == "sent")
      }
      await feed.rest(since: heard, atMost: .milliseconds(left))
    }
  }
}
