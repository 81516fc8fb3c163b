import EventModel
import Settings

/// One channel of one platform: what it sends us means, and how to answer it.
///
/// An adapter is a value. It has no store, clock, logger or retry loop: what it is told comes in by
/// the call, what it tries it tries once, and the same payload gives the same drafts for ever.
public protocol ChannelAdapter: Sendable {
  static var platform: Platform { get }

  /// Reads the channel's own keys; notes every problem with its place and returns nil if any is
  /// fatal.
  init?(reading settings: inout SettingsReader)

  /// A channel of no account, for reading payloads where there is no configuration; nil where a
  /// platform's payloads cannot be read without one.
  static var forReading: Self? { get }

  /// Who we are there, as far as the settings alone tell; `bind` knows more.
  var identity: ChannelIdentity { get }

  /// What this channel can do, and how fast; capabilities that callers see, and what decides
  /// before anything is sent.
  var abilities: Abilities { get }

  /// Asks the platform who we are: getMe, groups.getById, a login. Throws when it does not let us
  /// in.
  func bind(over transport: some Transport) async throws(SendFailure) -> ChannelIdentity

  /// Says what a payload means. Pure; an unknown kind of update gives no drafts and is no error.
  func drafts(from payload: Payload, as identity: ChannelIdentity) throws(PayloadError) -> Reading

  /// Says by which calls a thing would be done. Pure.
  func plan(_ outgoing: Outgoing, as identity: ChannelIdentity) throws(Refusal) -> Plan

  /// Makes one call, once; the files are those of the part, in its order.
  func send(
    _ part: Part, with files: [ReadyFile], over transport: some Transport
  ) async throws(SendFailure) -> PartReceipt

  /// Where a conversation is that a caller names by a person or by an event's source context. Pure.
  func address(of place: RequestedPlace) throws(Refusal) -> Dialog.Address
}

/// A channel whose platform calls us.
public protocol WebhookReceiving: ChannelAdapter {
  /// Checks that the platform itself is calling, in constant time, and says what to keep and to
  /// answer.
  ///
  /// It reads no more of the body than it must: what the body means is found out later, from the
  /// journal.
  func receive(
    _ request: WebhookRequest, as identity: ChannelIdentity
  ) throws(WebhookRefusal) -> WebhookReception
}

/// A channel that can tell its platform where to call us.
public protocol WebhookSubscribing: WebhookReceiving {
  /// Whether the settings want the platform to call us.
  var isCalled: Bool { get }

  func subscribe(_ url: String, over transport: some Transport) async throws(SendFailure)

  /// Looks whether the platform still calls us there, mends it where it does not, and says what is
  /// wrong beside; asked once a minute.
  func inspect(
    _ url: String, over transport: some Transport
  ) async throws(SendFailure) -> String?
}

extension WebhookSubscribing {
  /// Of a platform that tells nothing about its calls.
  public func inspect(
    _ url: String, over transport: some Transport
  ) async throws(SendFailure) -> String? { nil }
}

/// A channel that is asked for news, again and again.
public protocol Polling: ChannelAdapter {
  /// Whether the settings want it polled.
  var isPolled: Bool { get }

  /// Waits for news behind the cursor, as long as the platform lets us; an empty batch is no
  /// failure.
  func poll(
    after cursor: PollCursor?, over transport: some Transport
  ) async throws(SendFailure) -> PollBatch
}

/// A channel whose conversation with the platform stays open, as in IMAP's IDLE.
public protocol Listening: ChannelAdapter {
  /// How its payloads say that they came, as `webhook` and `polling` do of others.
  var transportName: String { get }

  /// Hands over what arrives until the connection ends or the task is cancelled.
  ///
  /// `keep` returns when the batch and its cursor are in the journal.
  func listen(
    from cursors: [StreamName: PollCursor], over transport: some Transport,
    keep: @Sendable (PollBatch) async throws(SendFailure) -> Void
  ) async throws(SendFailure)
}
