import EventModel
import JSON

/// What a caller wants to be sent, once its dialog is known.
public struct Outgoing: Hashable, Sendable {
  /// The row that stands for it; the platform's marks against repeats are made of it.
  public let event: EventID
  /// The conversation.
  public let dialog: Dialog.Address
  /// The message to quote, or for letters the letter to answer.
  public let quote: DeliveryRef?
  public let message: OutgoingMessage

  public init(
    event: EventID, dialog: Dialog.Address, quote: DeliveryRef?, message: OutgoingMessage
  ) {
    self.event = event
    self.dialog = dialog
    self.quote = quote
    self.message = message
  }
}

/// A message of ours, in no platform's terms.
public struct OutgoingMessage: Hashable, Sendable {
  public var content: String
  /// For letters that open a thread; an answer has its thread's subject.
  public var subject: String?
  public var attachments: [Attachment] = []
  public var buttons: [Button] = []

  public init(_ content: String) { self.content = content }
}

/// A conversation as a caller names it.
public enum RequestedPlace: Sendable {
  /// A person, by the platform's identifier.
  case person(String)
  /// An event's own `source_context`, as it was received.
  case sourceContext(JSONView)
}

/// By which calls a thing is sent, and what it lost on the way.
public struct Plan: Hashable, Sendable {
  /// In order; each is one call to the platform.
  public var parts: [Part]
  /// What the platform cannot show and how it is shown instead: `buttons=text-links`.
  public var degradations: [String]
  /// Where the message will stand, for the row.
  public var place: Event.Place

  public init(_ parts: [Part], place: Event.Place, degradations: [String] = []) {
    self.parts = parts
    self.place = place
    self.degradations = degradations
  }
}

/// One call to a platform: stored before it is made, and made once.
public struct Part: Hashable, Sendable {
  /// The adapter's own words for the call, without secrets; stored as they are.
  public let request: JSONFragment
  /// The mark under which the platform would tell this send back to us.
  public let echo: EchoMark?
  /// How long after the first try the platform drops a repeat of this call; nil when it never does.
  public let repeatsAreDroppedFor: Duration?

  public init(
    _ request: JSONFragment, echo: EchoMark? = nil, repeatsAreDroppedFor: Duration? = nil
  ) {
    self.request = request
    self.echo = echo
    self.repeatsAreDroppedFor = repeatsAreDroppedFor
  }
}

/// What the platform called a part once it was sent.
public struct PartReceipt: Hashable, Sendable {
  /// Empty when the platform did not say.
  public var messages: [MessageKey]
  /// The platform's own time of it.
  public var sentAt: Timestamp?

  public init(_ messages: [MessageKey], sentAt: Timestamp? = nil) {
    self.messages = messages
    self.sentAt = sentAt
  }
}

/// Why a thing cannot be sent at all; found before anything is stored.
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
