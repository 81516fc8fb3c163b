import AdapterKit
import EventModel

/// The answers that platforms wait for.
package protocol ExpectationBook: Sendable {
  associatedtype Overdue: WorkQueue
  where Overdue.Item == OpenExpectation, Overdue.Outcome == ExpectationOutcome

  /// What nobody answered in time, and what then goes out instead.
  func overdue(of channel: ChannelID) -> Overdue

  func expectation(of event: EventID) async throws(StoreError) -> OpenExpectation?
  /// By what the platform knows it by.
  func expectation(token: String) async throws(StoreError) -> OpenExpectation?
  /// Takes it for an answer: nobody else answers it from now on. Throws `conflict` when it was
  /// answered or has lapsed.
  func take(_ expectation: EventID) async throws(StoreError) -> OpenExpectation
  /// The answer that it was taken for did not go out; it waits again.
  func giveBack(_ expectation: EventID) async throws(StoreError)
}

/// An answer that is waited for, with the event that asks for it.
package struct OpenExpectation: Sendable {
  package enum State: Int64, Sendable {
    case open = 0
    case answered = 1
    /// Nobody answered, and what goes out instead went out.
    case lapsed = 2
  }

  package let event: EventID
  package let channel: ChannelID
  package let expectation: Expectation
  package let dialog: DialogID?
  package let askedAt: Timestamp
  package let dueAt: Timestamp?
  package var state: State

  package init(
    _ expectation: Expectation, of event: EventID, in channel: ChannelID, _ dialog: DialogID?,
    askedAt: Timestamp, dueAt: Timestamp?, state: State
  ) {
    self.expectation = expectation
    self.event = event
    self.channel = channel
    self.dialog = dialog
    self.askedAt = askedAt
    self.dueAt = dueAt
    self.state = state
  }
}

/// How saying the other thing went.
package enum ExpectationOutcome: Sendable {
  /// It went out, or cannot any more.
  case over
  case retry(at: Timestamp)
}
