import AdapterKit
import EventModel
import JSON

/// A message that a caller wants to be sent, planned and ready to be promised.
package struct Submission: Sendable {
  package var channel: ChannelID
  /// Who we are there, for a dialog that is made by this.
  package var identity: ChannelIdentity
  package var outgoing: Outgoing
  package var plan: Plan
  package var dialog: DialogTarget
  package var sender: Sender
  package var tags: [String]
  package var submittedAt: Timestamp
  package var expiresAt: Timestamp
  package var idempotency: Idempotency?
  /// The event that the caller answers.
  package var replyTo: EventID?

  /// Which dialog a message goes to.
  package enum DialogTarget: Sendable {
    case known(DialogID)
    /// It is found by its address in the storing transaction, or made.
    case address(Dialog.Address)
  }

  package init(
    to channel: ChannelID, as identity: ChannelIdentity, _ outgoing: Outgoing, plan: Plan,
    dialog: DialogTarget, sender: Sender, at now: Timestamp, expiresAt: Timestamp
  ) {
    self.channel = channel
    self.identity = identity
    self.outgoing = outgoing
    self.plan = plan
    self.dialog = dialog
    self.sender = sender
    tags = []
    submittedAt = now
    self.expiresAt = expiresAt
  }
}

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

/// What became of a submission.
package enum Acceptance: Sendable {
  /// It is in the outbox; the answer holds the event.
  case accepted(KeptAnswer)
  /// The same request was accepted before; this is what it was answered.
  case replayed(KeptAnswer)
  /// The key was used for another request.
  case keyReused
}
