import AdapterKit
import EventModel
import JSON

/// What a caller wants done to a conversation, planned and ready to be promised: a message, a
/// forward, an edit or a deletion.
package struct Submission: Sendable {
  package var channel: ChannelID
  /// Who we are there, for a dialog that is made by this.
  package var identity: ChannelIdentity
  /// Its `id` is the operation's; of a new message or forward it is the event's too.
  package var outgoing: Outgoing
  /// Of an edit in the queue: the parts of the message as it is now to be sent.
  package var plan: Plan
  package var dialog: DialogTarget
  package var sender: Sender
  package var tags: [String]
  package var submittedAt: Timestamp
  package var expiresAt: Timestamp
  package var idempotency: Idempotency?
  /// The event that the caller answers.
  package var replyTo: EventID?
  /// Of an edit or a deletion: what the row says of it on the platform, decided before anything is
  /// sent.
  package var platformAction: PlatformAction?
  /// An edit or a deletion of a message of which nothing has been tried yet; refused as
  /// `alreadyBegun` when something has.
  package var isInQueue = false
  /// Callback data that is too long for a button, by the tokens that the plan's buttons bear.
  package var callbackData: [String: String] = [:]

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

  /// The row that it makes or changes.
  package var event: EventID {
    switch outgoing.operation {
    case .edit(let message, _), .delete(let message): message.event
    default: outgoing.id
    }
  }

  /// How a new message is to be sent.
  package var manner: Manner? {
    if case .message(let message) = outgoing.operation { Manner(message) } else { nil }
  }

  package var kind: OperationKind? { OperationKind(outgoing.operation) }
}

/// What is sent through a dialog's lane; the numbers are stored.
package enum OperationKind: Int64, Sendable {
  case message = 0
  case forward = 1
  case edit = 2
  case delete = 3

  /// Nil for what is done while its caller waits.
  init?(_ operation: Outgoing.Operation) {
    switch operation {
    case .message: self = .message
    case .forward: self = .forward
    case .edit: self = .edit
    case .delete: self = .delete
    default: return nil
    }
  }

  /// Whether it made its row.
  package var isNewMessage: Bool { self == .message || self == .forward }

  /// Its name in lists.
  package var word: String {
    switch self {
    case .message: "message"
    case .forward: "forward"
    case .edit: "edit"
    case .delete: "delete"
    }
  }
}
