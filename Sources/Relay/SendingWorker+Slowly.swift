import AdapterKit
import EventModel
import Store
import Supervision

/// Parts that cannot go at once: their outcome is looked for, or their files are brought.
extension SendingWorker {
  /// Brings a part as far as it goes, and settles it.
  func handle(_ part: DuePart, until shift: Shift) async throws {
    if part.isUnknown, let outcome = await found(part) {
      try await queue.settle([(item: part, outcome: outcome)])
      return count(outcome)
    }
    var files: [ReadyFile] = []
    if !part.part.files.isEmpty {
      try await queue.beginUploading(part, at: world.now())
      do throws(FileObstacle) {
        files = try await preparation.files(of: part, over: paced(for: part))
      } catch {
        return try await giveUp(part, error)
      }
    }
    switch await turn(of: part, until: shift) {
    case .turn(let turn):
      let marked = part.tried(at: world.now())
      try await queue.mark([marked], at: world.now())
      try await attempt(marked, with: files, at: turn)
    case .notBefore(let time):
      try await queue.settle([(item: part, outcome: .postponed(until: time))])
    }
  }

  private func paced(for part: DuePart) -> PacedTransport<Carrier, Time> {
    PacedTransport(carrier: transport, gate: channel.gate, lane: part.lane, world: world)
  }

  /// What became of a part of which nobody knows; nil when it is to be sent again.
  private func found(_ part: DuePart) async -> SendOutcome? {
    let now = world.now()
    if let adapter = channel.adapter as? any OutcomeLookup, sending.isWorthAsking(about: part) {
      do throws(SendFailure) {
        let found = try await adapter.lookUp(
          part.part, in: part.address, triedAt: part.firstTriedAt ?? now,
          over: paced(for: part))
        switch found {
        case .arrived(let receipt): return .sent(receipt, at: world.now())
        case .absent: return part.expiresAt > now ? nil : expired(part, at: now)
        case .unknown: break
        }
      } catch {
        return later(part, error)
      }
    }
    return sending.mayRepeat(part, at: now)
      ? nil : .uncertain(DeliveryError(.unknown, "nobody knows whether it arrived"), at: now)
  }

  private func expired(_ part: DuePart, at now: Timestamp) -> SendOutcome {
    .failed(DeliveryError(.timeout, "it could not be sent before it expired"), at: now)
  }

  /// Looking for it failed; it is looked for again.
  private func later(_ part: DuePart, _ failure: SendFailure) -> SendOutcome {
    var random = SystemRandomNumberGenerator()
    var wait = sending.retry.delay(after: part.lookUps + 1, using: &random)
    if case .throttled(let asked, _, _) = failure { wait = max(wait, asked) }
    let error = failure.error ?? DeliveryError(.unknown, "it could not be looked for")
    return .unknown(until: world.now().advanced(by: wait), error)
  }

  /// Its files cannot be brought, now or ever.
  private func giveUp(
    _ part: DuePart, _ failure: FileObstacle
  ) async throws {
    let outcome: SendOutcome
    switch failure {
    case .store(let error):
      try await queue.settle([(item: part, outcome: .postponed(until: world.now()))])
      throw error
    case .upload(let failure): outcome = await self.outcome(of: failure.ofUpload, for: part)
    case .file(.lasting(_, let error)):
      outcome = await self.outcome(of: .rejected(error), for: part)
    case .file(.passing(let wait, let error)):
      let failure: SendFailure =
        wait.map { .throttled(retryAfter: $0, .conversation, error) } ?? .unavailable(error)
      // A server of files that is busy says nothing about the platform's conversations.
      var random = SystemRandomNumberGenerator()
      outcome = sending.outcome(
        of: failure, for: part, by: channel.adapter, at: world.now(), using: &random)
    }
    try await queue.settle([(item: part, outcome: outcome)])
    count(outcome)
  }
}
