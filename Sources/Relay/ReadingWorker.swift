import AdapterKit
import EventModel
import Logging
import Metrics
import Store
import Supervision

/// Reads the journal of one channel: each payload in order, a run of them in one transaction.
///
/// What the queue holds back for a while (an album that is not whole yet) falls due without a ring.
package struct ReadingWorker<Queue: WorkQueue, Time: Clock<Duration>>: Sendable
where Queue.Item == UnreadPayload, Queue.Outcome == ReadOutcome {
  private let queue: Queue
  private let channel: ChannelRuntime
  private let world: World<Time>

  /// The length of a run: longer ones make a webhook that arrives meanwhile wait longer for its
  /// commit.
  private static var run: Int { 64 }
  /// The longest rest: a bell that was missed costs no more than this.
  private static var longestRest: Duration { .seconds(30) }

  package init(_ queue: Queue, of channel: ChannelRuntime, in world: World<Time>) {
    self.queue = queue
    self.channel = channel
    self.world = world
  }

  /// Reads until the shift closes; what is in hand then is finished.
  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    try await queue.bell.whileRungAtClosing(of: shift) {
      while !shift.isClosing, !Task.isCancelled {
        pulse.beat()
        let heard = queue.bell.rings
        let payloads = try await queue.lease(Self.run)
        guard !payloads.isEmpty else {
          pulse.rests()
          await queue.bell.wait(since: heard, atMost: try await pause(), on: world.clock)
          continue
        }
        try await queue.settle(payloads.map { (item: $0, outcome: outcome(of: $0)) })
      }
    }
  }

  private func pause() async throws(StoreError) -> Duration {
    guard let due = try await queue.nextDue() else { return Self.longestRest }
    let wait = Duration.milliseconds(max(1, due.milliseconds - world.now().milliseconds))
    return min(wait, Self.longestRest)
  }

  private func outcome(of item: UnreadPayload) -> ReadOutcome {
    let identity = channel.identity
    do throws(PayloadError) {
      let reading = try channel.adapter.drafts(from: item.payload, as: identity)
      if let silence = reading.silence { count(silence, "channeld_payloads_without_event_total") }
      return .read(reading, as: identity)
    } catch {
      count(error.code, "channeld_normalize_failures_total")
      world.logger.warning(
        "a payload cannot be read and is kept",
        metadata: [
          "channel": "\(channel.record.name)", "payload": "\(item.number)", "code": "\(error.code)",
        ])
      return .unreadable(error)
    }
  }

  private func count(_ reason: String, _ name: String) {
    Counter(label: name, dimensions: [("channel", channel.record.name), ("reason", reason)])
      .increment()
  }
}
