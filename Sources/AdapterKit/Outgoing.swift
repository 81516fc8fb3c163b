import EventModel
import JSON

/// What a caller wants done in a conversation, once its dialog is known.
public struct Outgoing: Hashable, Sendable {
  /// The identifier of the operation; the platform's marks against repeats are made of it. Of a new
  /// message it is the message's own event.
  public let id: EventID
  /// The conversation.
  public let dialog: Dialog.Address
  public let operation: Operation

  public init(_ id: EventID, in dialog: Dialog.Address, _ operation: Operation) {
    self.id = id
    self.dialog = dialog
    self.operation = operation
  }

  /// One thing to do.
  public enum Operation: Hashable, Sendable {
    /// A new message.
    case message(OutgoingMessage)
    /// Messages of the same channel once more, in this conversation.
    case forward(Forward)
    /// A message of ours gets another text, other buttons or other files.
    case edit(KnownMessage, OutgoingMessage)
    /// A message goes, for everybody where the platform can do that.
    case delete(KnownMessage)
    /// Our one reaction to a message; nil takes it back.
    case react(KnownMessage, emoji: String?)
    case pin(KnownMessage, isSilent: Bool)
    case unpin(KnownMessage)
    /// A poll of ours takes no more votes.
    case stopPoll(KnownMessage)
    /// Everything up to this message was read by our side.
    case read(upTo: KnownMessage)
    /// Our side is writing, recording or uploading, for the next few seconds.
    case typing(Typing)
    /// A text of ours as far as it is written: the other side sees it grow, and nothing stays.
    case writing(Writing)
    /// The answer that the platform waits for.
    case answer(Expectation, Answer)
  }

  /// What our side is seen doing.
  public struct Typing: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let text: Self = "typing"
    public static let voice: Self = "voice"
    public static let photo: Self = "photo"
    public static let video: Self = "video"
    public static let file: Self = "file"
  }

  /// A text that is not finished.
  public struct Writing: Hashable, Sendable {
    /// The same for all that is shown of one text; above 0.
    public var id: Int64
    public var text: RichText
    /// Whether the other side may end the writing.
    public var canStop: Bool

    public init(_ text: RichText, id: Int64, canStop: Bool = false) {
      self.text = text
      self.id = id
      self.canStop = canStop
    }
  }

  /// Which messages to repeat, and how.
  public struct Forward: Hashable, Sendable {
    /// In the order in which they stood, all of one conversation.
    public var messages: [KnownMessage]
    /// Without naming who wrote them.
    public var isCopy: Bool
    public var isSilent: Bool

    public init(_ messages: [KnownMessage], isCopy: Bool = false, isSilent: Bool = false) {
      self.messages = messages
      self.isCopy = isCopy
      self.isSilent = isSilent
    }
  }
}

/// A message that stands in a conversation already.
public struct KnownMessage: Hashable, Sendable {
  /// Its row.
  public var event: EventID
  /// What the platform calls it, first part first; an album and a split text have several.
  public var keys: [MessageKey]
  /// The calls that made it, when it is ours.
  public var parts: [SentPart]
  /// When it was written.
  public var occurredAt: Timestamp
  public var isOurs: Bool
  /// Its text and its files as they stand.
  public var content: String
  public var attachments: [Attachment]
  /// Its buttons as they stand, with data that the platform can carry; nil when nobody knows them.
  public var buttons: [Button]?

  public init(_ event: EventID, keys: [MessageKey], occurredAt: Timestamp, isOurs: Bool) {
    self.event = event
    self.keys = keys
    parts = []
    self.occurredAt = occurredAt
    self.isOurs = isOurs
    content = ""
    attachments = []
  }
}

/// A call that was made, and what the platform called what came of it.
public struct SentPart: Hashable, Sendable {
  public var request: JSONFragment
  public var messages: [MessageKey]

  public init(_ request: JSONFragment, messages: [MessageKey]) {
    self.request = request
    self.messages = messages
  }
}

/// A conversation as a caller names it.
public enum RequestedPlace: Sendable {
  /// A person, by the platform's identifier.
  case person(String)
  /// An event's own `source_context`, as it was received.
  case sourceContext(JSONView)
}

/// Why a thing cannot be done at all; found before anything is stored.
public struct Refusal: Error, Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    /// The request itself is wrong.
    case invalid
    /// The channel has no such thing.
    case unsupported
    /// The reply reference is of another channel or conversation than the dialog.
    case wrongPlace
  }

  public let cause: Cause
  public let reason: String

  public init(_ cause: Cause, _ reason: String) {
    self.cause = cause
    self.reason = reason
  }
}
