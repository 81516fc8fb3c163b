import EventModel
import JSON

/// A message of ours, in no platform's terms.
public struct OutgoingMessage: Hashable, Sendable {
  public var text: RichText
  /// For letters that open a thread; an answer has its thread's subject.
  public var subject: String?
  /// For letters: who gets a copy besides.
  public var copies: [String] = []
  /// Files by their identifiers; several go as one album where the platform can. Things without a
  /// file (a location, a contact, a poll) carry their own data among their further members.
  public var attachments: [Attachment] = []
  /// Nil leaves the buttons of an edited message as they are; an empty list takes them away.
  public var buttons: [Button]?
  /// The message to quote, or for letters the letter to answer.
  public var quote: DeliveryRef?
  /// What the platform calls the quoted message, when its row is known: perhaps at an address that
  /// the conversation has no more.
  public var quotedKeys: [MessageKey] = []
  /// Without a sound at the other side.
  public var isSilent = false
  /// Links show no preview.
  public var hidesPreview = false

  public init(_ text: RichText) { self.text = text }

  public init(_ text: String) { self.text = RichText(text) }
}
