import EventModel

/// The name of one sequence that is read in order: `updates`, a mailbox.
public struct StreamName: OpenName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// How far one stream has been read; stored in the transaction of the payloads before it.
public struct PollCursor: Hashable, Sendable {
  public let stream: StreamName
  /// Only the adapter looks inside.
  public let value: String

  public init(_ stream: StreamName, _ value: String) {
    self.stream = stream
    self.value = value
  }
}

/// What a poll brought.
public struct PollBatch: Sendable {
  /// In the order in which the platform gave them.
  public var items: [WebhookReception.Kept]
  /// Where to go on once the items are kept; nil leaves the cursor as it is.
  public var cursor: PollCursor?

  public init(_ items: [WebhookReception.Kept], cursor: PollCursor?) {
    self.items = items
    self.cursor = cursor
  }
}
