import AdapterKit
import EventModel
import Logging
import Metrics
import Store
import Supervision

/// Sends what a channel has promised: one part of a lane at a time, lanes side by side.
package struct SendingWorker<Queue: SendQueue, Carrier: Transport, Time: Clock<Duration>>: Sendable
{
  private let queue: Queue
  private let channel: ChannelRuntime
  private let transport: Carrier
  private let world: World<Time>
  private let gate: RateGate
  private let sending = Sending()
  /// How many parts of a channel are on their way at once.
  private static var mostInFlight: Int { 64 }
  /// The longest rest: a bell that was missed costs no more than this.
  private static var longestRest: Duration { .seconds(30) }

  package init(
    _ queue: Queue, of channel: ChannelRuntime, over transport: Carrier, in world: World<Time>
  ) {
    self.queue = queue
    self.channel = channel
    self.transport = transport
    self.world = world
    gate = channel.gate
  }

  /// Sends until the shift closes; what is on its way then is waited for.
  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    let slots = Slots(Self.mostInFlight, telling: queue.bell)
    try await queue.bell.whileRungAtClosing(of: shift) {
      try await withThrowingDiscardingTaskGroup { group in
        while !shift.isClosing, !Task.isCancelled {
          pulse.beat()
          let heard = queue.bell.rings
          let room = await gate.room(at: world.now(), atMost: slots.free)
          let parts = room > 0 ? try await queue.lease(room) : []
          for part in try await admitted(of: parts) {
            slots.take()
            group.addTask {
              defer { slots.give() }
              try await attempt(part)
            }
          }
          if parts.isEmpty {
            pulse.rests()
            await queue.bell.wait(since: heard, atMost: try await pause(slots), on: world.clock)
          }
        }
      }
    }
  }

  /// How long there is nothing to do, unless the bell rings.
  private func pause(_ slots: Slots) async throws -> Duration {
    guard slots.free > 0 else { return Self.longestRest }
    let now = world.now()
    let opening = await gate.opening(at: now)
    guard let due = opening > now ? opening : try await queue.nextDue() else {
      return Self.longestRest
    }
    return min(.milliseconds(max(0, due.milliseconds - now.milliseconds)), Self.longestRest)
  }

  /// Marks those that may go now, durably; the others are settled.
  private func admitted(of parts: [DuePart]) async throws -> [DuePart] {
    let now = world.now()
    var admitted: [DuePart] = []
    var others: [(item: DuePart, outcome: SendOutcome)] = []
    for part in parts {
      if let lost = sending.loss(of: part, at: now) {
        others.append((item: part, outcome: lost))
      } else if let expired = sending.expiry(of: part, at: now) {
        others.append((item: part, outcome: expired))
      } else if case .notBefore(let time) = await gate.ask(
        for: part.lane, within: part.part.bounds, at: now)
      {
        others.append((item: part, outcome: .postponed(until: time)))
      } else {
        admitted.append(part.tried(at: now))
      }
    }
    if !others.isEmpty { try await queue.settle(others) }
    if !admitted.isEmpty { try await queue.mark(admitted, at: now) }
    return admitted
  }

  /// Tries one part once and settles it.
  private func attempt(_ part: DuePart) async throws {
    let outcome = await send(part)
    try await queue.settle([(item: part, outcome: outcome)])
    count(outcome)
  }

  private func send(_ part: DuePart) async -> SendOutcome {
    do throws(SendFailure) {
      let receipt = try await channel.adapter.send(part.part, with: [], over: transport)
      channel.report(nil, in: "sending")
      await gate.served(part.lane, at: world.now())
      return .sent(receipt, at: world.now())
    } catch {
      return await outcome(of: error, for: part)
    }
  }

  private func outcome(of failure: SendFailure, for part: DuePart) async -> SendOutcome {
    let now = world.now()
    if case .throttled(let wait, let reach, _) = failure {
      await gate.close(part.lane, reach, until: now.advanced(by: wait), at: now)
    }
    if case .unauthorized(let error) = failure { channel.report(error.reason, in: "sending") }
    world.logger.notice(
      "a message could not be sent",
      metadata: [
        "channel": "\(channel.record.name)", "event": "\(part.event)",
        "attempt": "\(part.attempt)", "reason": "\(failure.error?.kind.rawValue ?? "none")",
        "code": "\(failure.error?.code ?? "none")",
      ])
    var random = SystemRandomNumberGenerator()
    return sending.outcome(of: failure, for: part, at: now, using: &random)
  }

  private func count(_ outcome: SendOutcome) {
    Counter(
      label: "channeld_outbound_sends_total",
      dimensions: [("channel", channel.record.name), ("result", outcome.word)]
    ).increment()
  }
}

extension DuePart {
  /// The same part once its first try has begun.
  fileprivate func tried(at now: Timestamp) -> DuePart {
    var tried = self
    tried.firstTriedAt = firstTriedAt ?? now
    return tried
  }
}

extension SendOutcome {
  /// The outcome in a metric's label.
  fileprivate var word: String {
    switch self {
    case .sent: "sent"
    case .retry: "retry"
    case .postponed: "postponed"
    case .unknown: "unknown"
    case .uncertain: "uncertain"
    case .failed: "failed"
    case .mended: "mended"
    case .moved: "moved"
    }
  }
}
