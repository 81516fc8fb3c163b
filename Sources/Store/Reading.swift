import AdapterKit

/// A payload that waits to be read.
package struct UnreadPayload: Sendable {
  /// Its place in the journal.
  package let number: Int64
  /// How often reading it was begun, this time included.
  package let attempt: Int
  package let payload: Payload

  package init(number: Int64, attempt: Int, payload: Payload) {
    self.number = number
    self.attempt = attempt
    self.payload = payload
  }
}

/// How reading a payload went.
package enum ReadOutcome: Sendable {
  case read(Reading, as: ChannelIdentity)
  /// It is kept in quarantine under this error's code.
  case unreadable(PayloadError)
}
