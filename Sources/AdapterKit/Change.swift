import EventModel

/// What a payload says about a row that is known, or may be.
public struct ChangeDraft: Hashable, Sendable {
  /// The row.
  public var message: MessageKey
  public var change: Change
  public var occurredAt: Timestamp
  public var claims: [Claim]
  /// The row to make when none is known: an edit of a message never seen is that message.
  public var otherwise: EventDraft?

  public init(
    of message: MessageKey, _ change: Change, at occurredAt: Timestamp, claims: [Claim],
    otherwise: EventDraft? = nil
  ) {
    self.message = message
    self.change = change
    self.occurredAt = occurredAt
    self.claims = claims
    self.otherwise = otherwise
  }
}

/// A change of a row; each raises its version.
public enum Change: Hashable, Sendable {
  /// The other side wrote it anew.
  case edited(Message, attachments: [Attachment], by: Sender)
  case deleted(by: String?)
  case restored
  /// It reached the person's device or mailbox.
  case delivered
  /// The platform says, later, that it will not arrive.
  case undeliverable(DeliveryError)
  /// The other side has read it.
  case read
  /// The poll in it, as it stands now.
  case polled(Poll)
  /// How often each reaction was given: all of them, never a difference.
  case counted([MessageReaction])
}
