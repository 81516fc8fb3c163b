import AdapterKit
import EventModel

/// What callers do to the outbox, and what they see of it.
package protocol Outbox: Sendable {
  associatedtype Unsent: SendQueue

  /// What a channel has promised to send.
  func unsent(of channel: ChannelID) -> Unsent

  /// A fresh identifier, later in order than all before it.
  func nextEventID() -> EventID
  /// Promises to do it: in one transaction the row's change, the parts and the answer for repeats.
  func accept(_ submission: Submission) async throws(StoreError) -> Acceptance
  /// What was answered to this key before; nil when it is new.
  func answer(to idempotency: Idempotency) async throws(StoreError) -> Acceptance?

  /// Keeps what was answered to a write that was done while its caller waited.
  func keep(_ answer: KeptAnswer, for idempotency: Idempotency) async throws(StoreError)

  func known(_ event: EventID) async throws(StoreError) -> KnownRow?
  /// The row of a message that the platform names so.
  func known(_ key: MessageKey, in channel: ChannelID) async throws(StoreError) -> KnownRow?

  /// Whether the platform has said that a conversation takes no messages of ours.
  func isClosed(
    _ address: Dialog.Address, in channel: ChannelID
  ) async throws(StoreError) -> Bool

  /// Decides what becomes of an operation, by its own identifier or its row's, and gives the row;
  /// the answer for repeats is kept in the same transaction.
  func decide(
    _ decision: Decision, of operation: EventID, keeping answer: AnswerForRepeats?
  ) async throws(StoreError) -> Event
  /// Writes down what a direct operation did, and gives the row.
  func note(_ effect: DirectEffect, of event: EventID) async throws(StoreError) -> Event

  /// The steps of all operations of a row, in order.
  func checkpoints(of event: EventID) async throws(StoreError) -> [Checkpoint]
  func queue(of channel: ChannelID, lanes: Int) async throws(StoreError) -> QueueReport
  /// Newest first, unless asked otherwise.
  func deadLetters(
    _ filter: DeadLetterFilter, _ page: PageRequest
  ) async throws(StoreError) -> Page<DeadLetter>
}

extension Outbox {
  package func decide(
    _ decision: Decision, of operation: EventID
  ) async throws(StoreError) -> Event {
    try await decide(decision, of: operation, keeping: nil)
  }
}
