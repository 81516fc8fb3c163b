/// A call as it came in, before anything was made of it.
struct ReceivedCall: Sendable {
  /// Whose token it showed; nil when that was nobody's.
  var account: AccountID?
  /// How the call log names the account.
  var name: String
  var target: CallTarget
  var parameters: RequestParameters
  var at: WallTime

  var method: String { target.method }
  var platform: String { if case .telegram = account { "tg" } else { "vk" } }
}

/// What a call came to.
struct PlayedCall: Sendable {
  /// Whether the platform did what was asked, and said so.
  enum Outcome: String, Sendable {
    /// Done and answered.
    case done
    /// Not done, and the answer says why.
    case refused
    /// Done, but the answer was lost.
    case unanswered
    /// Not done, and nothing was said.
    case undone
  }

  var answer: Answer
  var outcome: Outcome
  var fault: Fault?

  init(_ answer: Answer, _ outcome: Outcome, _ fault: Fault?) {
    self.answer = answer
    self.outcome = outcome
    self.fault = fault
  }

  /// The platform's own answer.
  init(_ answer: Answer, fault: Fault? = nil) {
    self.init(answer, answer.isRefusal ? .refused : .done, fault)
  }
}
