import JSON

/// One call that a platform's client made, and what it was told.
package struct LoggedCall: Sendable {
  /// Counts every call to this simulator, from 1, over all platforms.
  package var order: Int
  /// `vk` or `tg`.
  package var platform: String
  /// The community's group id or the bot's username; empty when the token was nobody's.
  package var account: String
  package var method: String
  /// The parameters as they were understood, without the token.
  package var parameters: JSONValue
  package var at: WallTime
  /// When the answer was ready, or the connection was closed.
  package var answeredAt: WallTime
  /// `done`, `refused`, `unanswered` (done, but the answer was lost) or `undone` (nothing was done,
  /// nothing was said).
  package var outcome: String
  /// The HTTP status of the answer; nil when the connection was closed without one.
  package var status: Int?
  /// The answer's text, cut at `CallLog.longestAnswer` bytes.
  package var answer: String
  /// The fault that was played, if one was.
  package var fault: String?

  var json: JSONValue {
    .members([
      "order": .int(order), "platform": .string(platform), "account": .string(account),
      "method": .string(method), "parameters": parameters, "at_ms": .int(at.milliseconds),
      "answered_ms": .int(answeredAt.milliseconds), "outcome": .string(outcome),
      "status": status.map { .int($0) }, "answer": .string(answer), "fault": fault.json,
    ])
  }
}

/// Every call that was received, the newest of them in full.
struct CallLog: Sendable {
  static let longestAnswer = 4096

  private var calls: Recent<LoggedCall>

  init(limit: Int) { calls = Recent(limit: limit) }

  /// How many calls there have been.
  var total: Int { calls.total }

  mutating func append(_ call: LoggedCall) {
    var call = call
    call.order = calls.total + 1
    calls.append(call)
  }

  /// The calls behind the given one, oldest first.
  func calls(after order: Int, account: String? = nil, method: String? = nil) -> [LoggedCall] {
    calls.dropping(order).filter {
      (account ?? $0.account) == $0.account && (method ?? $0.method) == $0.method
    }
  }
}
