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
  private let environment: Environment

  /// What a worker knows of the world.
  package struct Environment: Sendable {
    package let clock: Time
    package let now: @Sendable () -> Timestamp
    package let logger: Logger

    package init(clock: Time, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
      self.clock = clock
      self.now = now
      self.logger = logger
    }
  }

  private let gate: RateGate
  private let sending = Sending()
  /// How many parts of a channel are on their way at once.
  private static var mostInFlight: Int { 64 }
  /// The longest rest: a bell that was missed costs no more than this.
  private static var longestRest: Duration { .seconds(30) }

  package init(
    _ queue: Queue, of channel: ChannelRuntime, over transport: Carrier, in environment: Environment
  ) {
    self.queue = queue
    self.channel = channel
    self.transport = transport
    self.environment = environment
    gate = RateGate(pace: channel.adapter.abilities.pace, at: environment.now())
  }

  /// Sends until the shift closes; what is on its way then is waited for.
  package func run(_ shift: Shift, _ pulse: Pulse) async throws {
    let slots = Slots(Self.mostInFlight)
    try await queue.bell.whileRungAtClosing(of: shift) {
      try await withThrowingDiscardingTaskGroup { group in
        while !shift.isClosing, !Task.isCancelled {
          pulse.beat()
          let heard = queue.bell.rings
          let free = slots.free
          let parts = free > 0 ? try await queue.lease(free) : []
          for part in parts {
            slots.take()
            group.addTask {
              defer { slots.give() }
              try await attempt(part)
            }
          }
          if parts.isEmpty {
            pulse.rests()
            try await rest(since: heard, isFull: free == 0)
          }
        }
      }
    }
  }

  /// Sleeps until something falls due or the bell rings; where all slots are taken, what falls due waits.
  private func rest(since heard: UInt64, isFull: Bool) async throws {
    let due = isFull ? nil : try await queue.nextDue()
    let pause = due.map { due in
      Duration.milliseconds(max(0, due.milliseconds - environment.now().milliseconds))
    }
    await withDiscardingTaskGroup { group in
      group.addTask {
        // A sleep ends early only because it was cancelled: the bell rang.
        try? await environment.clock.sleep(for: min(pause ?? Self.longestRest, Self.longestRest))
        queue.bell.ring()
      }
      await queue.bell.wait(since: heard)
      group.cancelAll()
    }
  }

  /// Tries one part once and settles it.
  private func attempt(_ part: DuePart) async throws {
    let now = environment.now()
    if let expired = sending.expiry(of: part, at: now) {
      return try await queue.settle([(item: part, outcome: expired)])
    }
    if case .notBefore(let time) = await gate.ask(for: part.lane, at: now) {
      return try await queue.settle([(item: part, outcome: .postponed(until: time))])
    }
    try await queue.mark([part], at: now)
    let outcome = await send(part.tried(at: now))
    try await queue.settle([(item: part, outcome: outcome)])
    count(outcome)
  }

  private func send(_ part: DuePart) async -> SendOutcome {
    do throws(SendFailure) {
      let receipt = try await channel.adapter.send(part.part, over: transport)
      channel.report(nil, in: "sending")
      return .sent(receipt, at: environment.now())
    } catch {
      return await outcome(of: error, for: part)
    }
  }

  private func outcome(of failure: SendFailure, for part: DuePart) async -> SendOutcome {
    let now = environment.now()
    if case .throttled(let wait, _) = failure {
      await gate.close(part.lane, until: now.advanced(by: wait), at: now)
    }
    if case .unauthorized(let error) = failure { channel.report(error.reason, in: "sending") }
    environment.logger.notice(
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
    DuePart(
      event: event, number: number, lane: lane, part: part, attempt: attempt,
      firstTriedAt: firstTriedAt ?? now, expiresAt: expiresAt)
  }
}

extension SendOutcome {
  /// The outcome in a metric's label.
  fileprivate var word: String {
    switch self {
    case .sent: "sent"
    case .retry: "retry"
    case .postponed: "postponed"
    case .uncertain: "uncertain"
    case .failed: "failed"
    }
  }
}
