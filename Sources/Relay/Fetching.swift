import EventModel
import Store

/// Decides what becomes of a file that was not got, by the failure and its history alone.
package struct Fetching: Sendable {
  package var retry = RetryPolicy(first: .seconds(15), longest: .seconds(900))

  package static let mostTries = 5
  package static let longest: Duration = .seconds(3600)

  package init() {}

  package func outcome(
    of failure: FetchFailure, for file: MissingFile, at now: Timestamp,
    using random: inout some RandomNumberGenerator
  ) -> FetchOutcome {
    switch failure {
    case .lasting(let reason, let error):
      return .failed(reason, error, at: now)
    case .passing(let wait, let error):
      let pause = max(retry.delay(after: file.attempt, using: &random), wait ?? .zero)
      let at = now.advanced(by: pause)
      let end = (file.firstTriedAt ?? now).advanced(by: Self.longest)
      guard file.attempt < Self.mostTries, at <= end else {
        return .failed(.sourceUnavailable, error, at: now)
      }
      return .retry(at: at, error)
    }
  }
}
