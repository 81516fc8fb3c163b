import AdapterKit
import EventModel
import Logging
import Metrics
import Store

/// One try of one part, from the gate to the store.
extension SendingWorker {
  /// Tries a marked part once, at its turn, and settles it.
  func attempt(_ part: DuePart, with files: [ReadyFile], at turn: RateGate.Turn) async throws {
    let outcome: SendOutcome
    switch await departure(of: part, at: turn) {
    case .notBefore(let time):
      return try await queue.settle([(item: part, outcome: .postponed(until: time))])
    case .turn(let turn):
      outcome = await send(part, with: files)
      await channel.gate.answered(turn, at: world.now())
    }
    try await queue.settle([(item: part, outcome: outcome)])
    count(outcome)
    switch outcome {
    case .sent(let receipt, _):
      if part.kind.isNewMessage { channel.typing.end(part.lane) }
      try await preparation.keep(receipt.references, of: files)
    case .failed: try await preparation.forget(files)
    default: break
    }
  }

  private func send(_ part: DuePart, with files: [ReadyFile]) async -> SendOutcome {
    do throws(SendFailure) {
      let receipt = try await channel.adapter.send(part.part, with: files, over: transport)
      channel.report(nil, in: "sending")
      await channel.gate.served(part.lane, at: world.now())
      return .sent(receipt, at: world.now())
    } catch {
      return await outcome(of: error, for: part)
    }
  }

  func outcome(of failure: SendFailure, for part: DuePart) async -> SendOutcome {
    let now = world.now()
    if case .throttled(let wait, let reach, _) = failure {
      await channel.gate.close(part.lane, reach, until: now.advanced(by: wait), at: now)
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
    return sending.outcome(
      of: failure, for: part, by: channel.adapter, at: now, using: &random)
  }

  func count(_ outcome: SendOutcome) {
    Counter(
      label: "channeld_outbound_sends_total",
      dimensions: [("channel", channel.record.name), ("result", outcome.word)]
    ).increment()
  }
}

extension DuePart {
  /// The same part once its first try has begun.
  func tried(at now: Timestamp) -> DuePart {
    var part = self
    part.firstTriedAt = firstTriedAt ?? now
    return part
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
