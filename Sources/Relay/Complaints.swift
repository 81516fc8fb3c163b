import EventModel

/// Remembers how a platform answered within the last second, to tell one conversation that went too
/// fast from a channel that did.
struct Complaints: Sendable {
  private struct Answer: Sendable {
    /// The lane that was throttled; nil when the call was taken.
    let throttled: DialogID?
    let at: Timestamp
  }

  private var answers: [Answer] = []

  private static let breath: Duration = .seconds(1)
  /// No more answers count, however many come within a second.
  private static let most = 128
  /// Complaints of fewer conversations are about themselves.
  private static let several = 5

  mutating func note(_ throttled: DialogID?, at now: Timestamp) {
    answers.append(Answer(throttled: throttled, at: now))
    answers.removeAll { $0.at.advanced(by: Self.breath) <= now || $0.at > now }
    if answers.count > Self.most { answers.removeFirst(answers.count - Self.most) }
  }

  /// Whether the platform complains of most of what we do, in several conversations.
  var areOfAll: Bool {
    let throttled = answers.compactMap(\.throttled)
    return throttled.count * 2 > answers.count && Set(throttled).count >= Self.several
  }
}
