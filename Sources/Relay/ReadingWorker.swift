import AdapterKit
import Logging
import Metrics
import Store
import Supervision

/// Reads the journal of one channel: each payload in order, a run of them in one transaction.
package struct ReadingWorker<Queue: WorkQueue>: Sendable
where Queue.Item == UnreadPayload, Queue.Outcome == ReadOutcome {
  private let queue: Queue
  private let channel: ChannelRuntime
  private let logger: Logger

  /// The length of a run: longer ones make a webhook that arrives meanwhile wait longer for its
  /// commit.
  private static var run: Int { 64 }

  package init(_ queue: Queue, of channel: ChannelRuntime, logger: Logger) {
    self.queue = queue
    self.channel = channel
    self.logger = logger
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
          await queue.bell.wait(since: heard)
          continue
        }
        try await queue.settle(payloads.map { (item: $0, outcome: outcome(of: $0)) })
      }
    }
  }

  private func outcome(of item: UnreadPayload) -> ReadOutcome {
    let identity = channel.identity
    do throws(PayloadError) {
      let reading = try channel.adapter.drafts(from: item.payload, as: identity)
      if let silence = reading.silence { count(silence, "channeld_payloads_without_event_total") }
      return .read(reading, as: identity)
    } catch {
      count(error.code, "channeld_normalize_failures_total")
      logger.warning(
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
