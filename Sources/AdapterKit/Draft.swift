import EventModel

/// What happened, in the platform's terms; the ledger makes rows, dialogs and people of it.
public enum Draft: Hashable, Sendable {
  /// A new row.
  case event(EventDraft)
  /// Something about a row that is known, or may be.
  case change(ChangeDraft)
  /// The other side has read our messages of a conversation up to this one.
  case readUpTo(MessageKey, in: Dialog.Address, at: Timestamp)
  /// A conversation has a new address; its messages keep their own identifiers.
  case moved(from: Dialog.Address, to: Dialog.Address)
}

/// A new row, as far as the platform tells.
public struct EventDraft: Hashable, Sendable {
  public var action: Action
  public var target: Event.Target
  public var occurredAt: Timestamp
  public var sender: Sender
  public var place: Event.Place
  public var externalMessageID: String?
  public var attachments: [Attachment] = []
  public var buttons: [Button] = []
  public var tags: [String] = []
  /// Further blocks of the event: interactions, trigger context …
  public var facets = Facets()
  /// The answer that the platform waits for.
  public var expects: Expectation?
  public var links: Links

  public init(
    _ action: Action, target: Event.Target, at occurredAt: Timestamp, by sender: Sender,
    links: Links
  ) {
    self.action = action
    self.target = target
    self.occurredAt = occurredAt
    self.sender = sender
    place = Event.Place()
    self.links = links
  }
}

extension EventDraft {
  /// How a draft is tied to what is known already.
  public struct Links: Hashable, Sendable {
    /// How to find the dialog, strongest first; the last address is made when none is known. Empty:
    /// no dialog.
    public var dialog: [Evidence]
    /// What the row is when it turns out to belong to one of those dialogs and not to the last.
    public var alternative: Alternative?
    /// Keys of this happening: if any is known, it is a repeat.
    public var claims: [Claim]
    /// The platform's name of the message this row is, when it is one.
    public var message: MessageKey?
    /// The message this one answers.
    public var replyTo: MessageKey?
    /// The row this happening is about; its event id becomes the target's.
    public var about: MessageKey?
    /// Messages of one group (an album) become one row.
    public var group: MessageKey?
    /// Further names by which later happenings mean this row: that of the poll in a message.
    public var aliases: [MessageKey] = []
    /// The mark under which a send of our own would come back: then it is a receipt and no new row.
    public var echo: EchoMark?
    /// The person of the other side, when it is not the sender.
    public var lead: Sender?
    public var effects: [Effect] = []

    public init(dialog: [Evidence], claims: [Claim], message: MessageKey? = nil) {
      self.dialog = dialog
      self.claims = claims
      self.message = message
    }
  }
}

extension EventDraft {
  /// What a row is in one of the dialogs that it may belong to: a comment in a post's.
  public struct Alternative: Hashable, Sendable {
    public var dialog: Dialog.Address
    public var target: TargetType
    public var sourceContext: SourceContext?

    public init(in dialog: Dialog.Address, _ target: TargetType, _ sourceContext: SourceContext?) {
      self.dialog = dialog
      self.target = target
      self.sourceContext = sourceContext
    }
  }
}

/// One sign of which dialog a draft belongs to.
public enum Evidence: Hashable, Sendable {
  case address(Dialog.Address)
  /// A dialog at this address if there is one; none is made for it.
  case known(Dialog.Address)
  /// The dialog of a message that is known.
  case message(MessageKey)
}

/// A key of a happening, and the hour it belongs to; both are the same in every repeat.
public struct Claim: Hashable, Sendable {
  public let key: String
  /// The happening's own time, never the clock's: claims are stored in its order and expire by it.
  public let at: Timestamp

  public init(_ key: String, at: Timestamp) {
    self.key = key
    self.at = at
  }
}

/// A message as the platform names it: unique within its space (a chat, a mailbox) of a channel.
public struct MessageKey: Hashable, Sendable {
  public let space: String
  public let id: String

  public init(space: String, id: String) {
    self.space = space
    self.id = id
  }
}

/// What the platform gives back of a send of ours, whichever arrives first: the receipt or the
/// echo.
public enum EchoMark: Hashable, Sendable {
  /// A mark that we chose and the platform repeats: `random_id`, Message-ID.
  case mark(String)
  /// The name of the message itself, as the receipt has it. People of our side may have sent it
  /// too.
  case message(MessageKey)
  /// The same, where the platform says that nobody but us has sent it.
  case own(MessageKey)
}

/// What else follows from a draft, in its transaction.
public enum Effect: Hashable, Sendable {
  /// The conversation's title.
  case title(String)
  /// Members of the conversation's address that are so from now on: to whom and with what subject
  /// the next letter of a thread goes.
  case members([Dialog.Address.Member])
  /// Whether conversations take messages of ours from now on: those whose addresses begin with this
  /// kind and these ids.
  case reach(kind: String, ids: [String], isOpen: Bool)
  /// The conversation's picture, a file with a source; nil when it has none any more.
  case avatar(Attachment?)
}
