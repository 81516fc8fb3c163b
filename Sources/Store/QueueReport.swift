import AdapterKit
import EventModel

/// What waits to be sent in a channel.
package struct QueueReport: Sendable {
  /// How many parts wait, in all lanes.
  package var parts: Int
  /// How many of the longest lane.
  package var longestLane: Int
  /// When the oldest of them was promised.
  package var oldest: Timestamp?
  /// The lanes that are due first.
  package var lanes: [Lane]
  /// How many lanes there are.
  package var laneCount: Int

  package init(parts: Int, longestLane: Int, oldest: Timestamp?, lanes: [Lane], laneCount: Int) {
    self.parts = parts
    self.longestLane = longestLane
    self.oldest = oldest
    self.lanes = lanes
    self.laneCount = laneCount
  }

  /// What waits in one conversation.
  package struct Lane: Sendable {
    package let dialog: DialogID
    /// How many parts.
    package var parts: Int
    /// The operation whose turn it is, and the row it is about.
    package var head: EventID
    package var event: EventID
    package var kind: OperationKind
    package var oldest: Timestamp
    /// How often the first part was tried.
    package var attempt: Int
    package var nextAttemptAt: Timestamp
    /// How its last try went.
    package var error: DeliveryError?
    package var isInFlight: Bool

    package init(
      _ dialog: DialogID, parts: Int, head: EventID, of event: EventID, kind: OperationKind,
      oldest: Timestamp, attempt: Int, nextAttemptAt: Timestamp
    ) {
      self.dialog = dialog
      self.parts = parts
      self.head = head
      self.event = event
      self.kind = kind
      self.oldest = oldest
      self.attempt = attempt
      self.nextAttemptAt = nextAttemptAt
      isInFlight = false
    }
  }
}

/// Which operations to list that did not end well.
package struct DeadLetterFilter: Hashable, Sendable {
  package var channels: [ChannelID] = []
  package var errorKinds: [DeliveryError.Kind] = []
  /// One operation alone.
  package var operation: EventID?
  /// Nil lists both the failed and the uncertain ones.
  package var isUncertain: Bool?

  package init() {}
}

/// An operation that did not end well.
package struct DeadLetter: Sendable {
  package let operation: EventID
  package let event: EventID
  package let kind: OperationKind
  package let channel: ChannelID?
  package let dialog: DialogID
  package let isUncertain: Bool
  package let acceptedAt: Timestamp
  /// When it ended.
  package let at: Timestamp
  package let error: DeliveryError
  /// How often its parts were tried in all.
  package let attempts: Int

  package init(
    _ operation: EventID, of event: EventID, _ kind: OperationKind, in place: Place,
    isUncertain: Bool, acceptedAt: Timestamp, endedAt: Timestamp, _ error: DeliveryError,
    attempts: Int
  ) {
    self.operation = operation
    self.event = event
    self.kind = kind
    channel = place.channel
    dialog = place.dialog
    self.isUncertain = isUncertain
    self.acceptedAt = acceptedAt
    at = endedAt
    self.error = error
    self.attempts = attempts
  }

  /// Where it was to go.
  package struct Place: Sendable {
    package let channel: ChannelID?
    package let dialog: DialogID

    package init(_ channel: ChannelID?, _ dialog: DialogID) {
      self.channel = channel
      self.dialog = dialog
    }
  }
}
