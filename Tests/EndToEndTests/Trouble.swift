/// How a platform takes a message.
enum Trouble: String, CaseIterable, Sendable {
  case success, flood, serverError, lostBefore, lostAfter, refused, blocked, gone, tooLong
  case malformed
}

/// What has to become of a message.
struct Verdict: Sendable {
  enum End: Hashable, Sendable {
    case sent
    /// Sent otherwise than asked, with that tag.
    case degraded(String)
    case failed(String)
    case uncertain(String)
    /// It is tried again later than anybody here waits.
    case waiting
  }

  let end: End
  /// How often the platform was asked.
  var attempts = 1
  /// How often it stands there, as a multiple of what one sending makes.
  var copies: Int

  init(_ end: End, attempts: Int = 1, copies: Int? = nil) {
    self.end = end
    self.attempts = attempts
    switch end {
    case .sent, .degraded: self.copies = copies ?? 1
    case .failed, .uncertain, .waiting: self.copies = copies ?? 0
    }
  }

  static func failed(_ type: String, attempts: Int = 1) -> Verdict {
    Verdict(.failed(type), attempts: attempts)
  }
}
