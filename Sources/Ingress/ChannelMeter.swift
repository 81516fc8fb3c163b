import Metrics
import NIOCore

/// Counts what one channel's webhooks come to.
final class ChannelMeter: Sendable {
  private let requests: [Int: Counter]
  private let duration: Metrics.Timer
  private let retries: Counter

  /// - Parameter channel: its name; empty for callers that no channel knows.
  init(channel: String) {
    var requests: [Int: Counter] = [:]
    for code in Answer.codes {
      requests[code] = Counter(
        label: "channeld_ingress_requests_total",
        dimensions: [("channel", channel), ("transport", "webhook"), ("code", String(code))])
    }
    self.requests = requests
    duration = Metrics.Timer(
      label: "channeld_ingress_duration_seconds", dimensions: [("channel", channel)])
    retries = Counter(
      label: "channeld_platform_retries_total", dimensions: [("channel", channel)])
  }

  func count(_ answer: Answer, took time: TimeAmount) {
    requests[answer.code]?.increment()
    duration.recordNanoseconds(time.nanoseconds)
  }

  /// The platform says that it tried this before.
  func countRetry() { retries.increment() }
}
