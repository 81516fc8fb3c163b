import EventModel

/// A caller's mark against doing a thing twice.
package struct Idempotency: Hashable, Sendable {
  package let apiKey: String
  package let key: String
  package let route: String
  /// A digest of the request's body: the same key with another body is refused.
  package let bodyHash: [UInt8]

  package init(apiKey: String, key: String, route: String, bodyHash: [UInt8]) {
    self.apiKey = apiKey
    self.key = key
    self.route = route
    self.bodyHash = bodyHash
  }
}

/// The answer to a write, as it is kept for repeats.
package struct KeptAnswer: Hashable, Sendable {
  package let status: Int
  package let body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// The answer to a write that bears a mark, once the row is known of which it tells.
package struct AnswerForRepeats: Sendable {
  package let idempotency: Idempotency
  package let answer: @Sendable (Event) -> KeptAnswer

  package init(
    to idempotency: Idempotency, _ answer: @escaping @Sendable (Event) -> KeptAnswer
  ) {
    self.idempotency = idempotency
    self.answer = answer
  }
}

/// What became of a submission.
package enum Acceptance: Sendable {
  /// It is in the outbox; the answer says what the row is now.
  case accepted(KeptAnswer)
  /// The same request was accepted before; this is what it was answered.
  case replayed(KeptAnswer)
  /// The key was used for another request.
  case keyReused
}
