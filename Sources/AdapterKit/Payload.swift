import EventModel

/// What a platform sent, byte for byte, with what is needed to read it later.
public struct Payload: Hashable, Sendable {
  public let channel: ChannelID
  /// How it came: `webhook`, `polling`, `imap`.
  public let transport: String
  public let receivedAt: Timestamp
  /// The few facts about its arrival that reading needs (a mailbox and its UID, say).
  public let headers: [WireHeader]
  public let body: [UInt8]

  public init(
    channel: ChannelID, transport: String, receivedAt: Timestamp, headers: [WireHeader] = [],
    body: [UInt8]
  ) {
    self.channel = channel
    self.transport = transport
    self.receivedAt = receivedAt
    self.headers = headers
    self.body = body
  }

  /// The value of the first header of that name, which is compared without regard to case.
  public func header(_ name: String) -> String? { headers.value(of: name) }
}

/// One fact that came beside a body: an HTTP header, or a name of our own.
public struct WireHeader: Hashable, Sendable {
  public let name: String
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension Collection<WireHeader> {
  /// The value of the first header of that name, which is compared without regard to ASCII case.
  public func value(of name: String) -> String? {
    first { $0.name.utf8.elementsEqual(name.utf8) { $0.lowercased == $1.lowercased } }?.value
  }
}

extension UInt8 {
  var lowercased: UInt8 { (65...90).contains(self) ? self + 32 : self }
}

/// A payload that cannot be read: it is kept, and waits in quarantine for an operator or a better
/// build.
public struct PayloadError: Error, Hashable, Sendable {
  /// A stable word for the cause: `not_json`, `wrong_shape`, `not_utf8` …
  public let code: String
  /// What is wrong and where, for people; never a piece of the payload.
  public let reason: String

  public init(_ code: String, _ reason: String) {
    self.code = code
    self.reason = reason
  }
}

/// What a payload means.
public struct Reading: Sendable {
  public var drafts: [Draft]
  /// Why there are no drafts, when that is known: `unknown_type:message_future`, `own_echo` … It is
  /// counted.
  public var silence: String?

  public init(_ drafts: [Draft], silence: String? = nil) {
    self.drafts = drafts
    self.silence = silence
  }
}
