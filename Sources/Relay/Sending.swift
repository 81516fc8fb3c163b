import AdapterKit
import EventModel
import Store

/// What becomes of a message of which nobody knows whether it arrived.
package enum UncertainPolicy: String, CaseIterable, Sendable {
  /// It waits for somebody to decide.
  case hold
  /// It is sent again.
  case retry
  /// It is looked for, or sent again where the platform drops repeats; else it waits.
  case checkSent = "check_sent"
}

/// Decides what becomes of a part after one try, by its failure and its history alone.
package struct Sending: Sendable {
  package var retry = RetryPolicy()
  package var policy = UncertainPolicy.checkSent

  /// A platform that cannot say is not asked for ever.
  package static let mostLookUps = 3

  package init() {}

  /// - Parameter part: the part as it was leased; its attempt counts the try that failed.
  package func outcome(
    of failure: SendFailure, for part: DuePart, by adapter: any ChannelAdapter,
    at now: Timestamp, using random: inout some RandomNumberGenerator
  ) -> SendOutcome {
    switch failure {
    case .alreadyDone:
      return .sent(PartReceipt([]), at: now)
    case .rejected(let error):
      return .failed(error, at: now)
    case .without(let degradation, let error):
      return mended(part, without: degradation, by: adapter) ?? .failed(error, at: now)
    case .moved(let address, let error):
      return moved(part, to: address, by: adapter) ?? .failed(error, at: now)
    case .throttled(let wait, _, let error):
      return again(part, error, at: now.advanced(by: wait), now: now)
    case .unavailable(let error), .unauthorized(let error):
      let wait = retry.delay(after: part.attempt, using: &random)
      return again(part, error, at: now.advanced(by: wait), now: now)
    case .uncertain(let error):
      let at = now.advanced(by: retry.delay(after: part.attempt, using: &random))
      return canFindOut(part, by: adapter, at: at) && at < part.expiresAt
        ? .unknown(until: at, error) : .uncertain(error, at: now)
    }
  }

  /// A part whose time ran out before it was tried. Whether one arrived that was tried already is
  /// still worth knowing.
  package func expiry(of part: DuePart, at now: Timestamp) -> SendOutcome? {
    guard part.expiresAt <= now, !part.isUnknown else { return nil }
    return .failed(
      DeliveryError(.timeout, "it could not be sent before it expired"), at: now)
  }

  /// Whether to ask the platform what became of a part.
  package func isWorthAsking(about part: DuePart) -> Bool {
    policy != .hold && part.lookUps <= Self.mostLookUps
  }

  /// Whether a part may be sent again although nobody knows what became of it.
  package func mayRepeat(_ part: DuePart, at now: Timestamp) -> Bool {
    guard part.expiresAt > now else { return false }
    switch policy {
    case .retry: return true
    case .hold: return part.part.repeats == .areHarmless
    case .checkSent: return isHarmless(part, at: now)
    }
  }

  private func canFindOut(
    _ part: DuePart, by adapter: any ChannelAdapter, at time: Timestamp
  ) -> Bool {
    mayRepeat(part, at: time) || (adapter is any OutcomeLookup && isWorthAsking(about: part))
  }

  /// Each thing is left out once: a platform that asks for it twice means something else.
  private func mended(
    _ part: DuePart, without degradation: Degradation, by adapter: any ChannelAdapter
  ) -> SendOutcome? {
    guard !part.mended.contains(degradation), let adapter = adapter as? any PartMending,
      let mended = adapter.part(part.part, with: degradation)
    else { return nil }
    return .mended(mended, degradation)
  }

  private func moved(
    _ part: DuePart, to address: Dialog.Address, by adapter: any ChannelAdapter
  ) -> SendOutcome? {
    guard !part.isMoved, let adapter = adapter as? any PartMending,
      let moved = adapter.part(part.part, movedTo: address)
    else { return nil }
    return .moved(to: address, moved)
  }

  private func again(
    _ part: DuePart, _ error: DeliveryError, at: Timestamp, now: Timestamp
  ) -> SendOutcome {
    at >= part.expiresAt ? .failed(error, at: now) : .retry(at: at, error)
  }

  /// Whether the platform would drop a repeat at that time.
  private func isHarmless(_ part: DuePart, at time: Timestamp) -> Bool {
    switch part.part.repeats {
    case .areSeen: false
    case .areHarmless: true
    case .areDropped(let window): part.firstTriedAt.map { time < $0.advanced(by: window) } ?? false
    }
  }
}

extension Timestamp {
  package func advanced(by duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1000)
    guard !overflows else { return advanced(byMilliseconds: seconds < 0 ? .min : .max) }
    return advanced(byMilliseconds: whole &+ attoseconds / 1_000_000_000_000_000)
  }
}
