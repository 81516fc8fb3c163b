import AdapterKit
import EventModel
import Store

/// Decides what becomes of a part after one try, by its failure and its history alone.
package struct Sending: Sendable {
  package var retry = RetryPolicy()

  package init() {}

  /// - Parameter part: the part as it was leased; its attempt counts the try that failed.
  package func outcome(
    of failure: SendFailure, for part: DuePart, at now: Timestamp,
    using random: inout some RandomNumberGenerator
  ) -> SendOutcome {
    switch failure {
    case .alreadyDone:
      return .sent(PartReceipt([]), at: now)
    case .rejected(let error), .without(_, let error), .moved(_, let error):
      return .failed(error, at: now)
    case .throttled(let wait, _, let error):
      return again(part, error, at: now.advanced(by: wait), now: now)
    case .unavailable(let error), .unauthorized(let error):
      let wait = retry.delay(after: part.attempt, using: &random)
      return again(part, error, at: now.advanced(by: wait), now: now)
    case .uncertain(let error):
      let wait = retry.delay(after: part.attempt, using: &random)
      let at = now.advanced(by: wait)
      return isHarmless(part, at: at) && at < part.expiresAt
        ? .retry(at: at, error) : .uncertain(error, at: now)
    }
  }

  /// A part that may have gone out before, where a repeat would be seen.
  package func loss(of part: DuePart, at now: Timestamp) -> SendOutcome? {
    guard part.isUnknown, !isHarmless(part, at: now) else { return nil }
    return .uncertain(
      DeliveryError(.timeout, "how sending this went was not written down"), at: now)
  }

  /// A part whose time ran out before it was tried.
  package func expiry(of part: DuePart, at now: Timestamp) -> SendOutcome? {
    guard part.expiresAt <= now else { return nil }
    return .failed(
      DeliveryError(.timeout, "it could not be sent before it expired"), at: now)
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
