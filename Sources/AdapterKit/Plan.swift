import EventModel
import JSON

/// By which calls a thing is done, and what it lost on the way.
public struct Plan: Hashable, Sendable {
  /// In order; each is one call to the platform. None when there is nothing to ask of it.
  public var parts: [Part]
  /// What the platform cannot show and how it is shown instead.
  public var degradations: [Degradation]
  /// Where the message will stand, for the row of a new one.
  public var place: Event.Place

  public init(
    _ parts: [Part], place: Event.Place = Event.Place(), degradations: [Degradation] = []
  ) {
    self.parts = parts
    self.place = place
    self.degradations = degradations
  }
}

/// What was lost, and what stands instead: `buttons=text-links`, `formatting=plain`.
public struct Degradation: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A text is too long for one message and stands in several.
  public static let textSplit: Self = "text=split"
  public static let formattingPlain: Self = "formatting=plain"
  /// Buttons that open a page stand as links in the text.
  public static let buttonsAsLinks: Self = "buttons=text-links"
  /// Buttons stand as numbered lines in the text.
  public static let buttonsNumbered: Self = "buttons=numbered"
  public static let buttonsDropped: Self = "buttons=dropped"
  public static let quoteDropped: Self = "quote=dropped"
  /// Files that should be one album stand alone.
  public static let albumSplit: Self = "album=split"
  /// A file goes as another kind of thing: a video as a document.
  public static let fileAsDocument: Self = "attachments=document"
  /// Files that are addresses stand as links in the text.
  public static let filesAsLinks: Self = "attachments=text-links"
  public static let silenceDropped: Self = "silent=dropped"
  public static let previewKept: Self = "disable_preview=dropped"
  /// A deletion or a pin reaches only our side.
  public static let localOnly: Self = "scope=local"
}

/// One call to a platform: stored before it is made, and made once.
public struct Part: Hashable, Sendable {
  /// The adapter's own words for the call, without secrets; stored as they are.
  public var request: JSONFragment
  /// The files it carries, in the order in which the request speaks of them.
  public var files: [FileUse]
  /// The mark under which the platform would tell this send back to us.
  public var echo: EchoMark?
  public var repeats: Repeats
  /// Which of the channel's bounds it counts for.
  public var bounds: [Bound]
  /// How many messages it makes: in those bounds it counts as so many.
  public var messages = 1

  public init(
    _ request: JSONFragment, files: [FileUse] = [], echo: EchoMark? = nil,
    repeats: Repeats = .areSeen, bounds: [Bound] = [.channel, .chat]
  ) {
    self.request = request
    self.files = files
    self.echo = echo
    self.repeats = repeats
    self.bounds = bounds
  }

  /// What a second call of the same part does at the other side.
  public enum Repeats: Hashable, Sendable {
    /// It is seen twice.
    case areSeen
    /// The platform drops it for so long after the first try.
    case areDropped(for: Duration)
    /// It changes nothing, however late: an edit, a deletion.
    case areHarmless
  }

  /// One bound on our pace.
  public enum Bound: Hashable, Sendable {
    /// All that the channel does.
    case channel
    /// All that goes into one conversation.
    case chat
    /// All that goes into one conversation of several people.
    case group
    /// All calls of one method.
    case method(String)
  }
}

/// A file that a part carries.
public struct FileUse: Hashable, Sendable {
  /// The attachment's identifier.
  public let attachment: String
  /// What the platform takes it for, in the adapter's words (`photo`); results of uploads are kept
  /// by it.
  public let purpose: String

  public init(_ attachment: String, as purpose: String) {
    self.attachment = attachment
    self.purpose = purpose
  }
}

/// What the platform called a part once it was sent.
public struct PartReceipt: Hashable, Sendable {
  /// Empty when the platform did not say.
  public var messages: [MessageKey]
  /// Further names by which later happenings mean the message: that of the poll in it.
  public var aliases: [MessageKey] = []
  /// The platform's own time of it.
  public var sentAt: Timestamp?
  /// What the platform calls the files of the part now, in their order; nil where it did not say.
  public var references: [String?] = []

  public init(_ messages: [MessageKey], sentAt: Timestamp? = nil) {
    self.messages = messages
    self.sentAt = sentAt
  }
}
