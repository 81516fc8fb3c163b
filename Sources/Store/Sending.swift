import AdapterKit
import EventModel

/// One call to a platform that is due.
package struct DuePart: Sendable {
  /// What it is a part of; of a new message the event itself.
  package let operation: EventID
  /// The row that the operation makes or changes.
  package var event: EventID
  package var kind = OperationKind.message
  /// Its place among the parts of its operation, from 0.
  package let number: Int
  /// What must stay in order: one part of a lane is in flight at a time.
  package let lane: DialogID
  /// Where the conversation is now.
  package let address: Dialog.Address
  package let part: Part
  /// How often it was tried, this time included.
  package var attempt = 1
  package var firstTriedAt: Timestamp?
  package let expiresAt: Timestamp
  /// Whether a try was begun whose outcome nobody knows.
  package var isUnknown = false
  /// How often it was looked for in vain.
  package var lookUps = 0
  /// What it lost on the way already; the platform asks for each of them once.
  package var mended: [Degradation] = []
  /// Whether it was said anew for another address.
  package var isMoved = false

  package init(
    _ part: Part, number: Int = 0, of operation: EventID, in lane: DialogID,
    at address: Dialog.Address, expiresAt: Timestamp
  ) {
    self.part = part
    self.number = number
    self.operation = operation
    event = operation
    self.lane = lane
    self.address = address
    self.expiresAt = expiresAt
  }
}

/// How sending a part went.
package enum SendOutcome: Sendable {
  case sent(PartReceipt, at: Timestamp)
  /// Nothing was sent; it is tried again, and the try counts.
  case retry(at: Timestamp, DeliveryError)
  /// It was not tried: the platform's pace does not allow it yet. A mark that it bears already is
  /// taken back.
  case postponed(until: Timestamp)
  /// Nobody knows whether it was sent; it comes back then as unknown, to be looked for.
  case unknown(until: Timestamp, DeliveryError)
  /// Nobody knows whether it was sent, nor will; the messages behind it go on.
  case uncertain(DeliveryError, at: Timestamp)
  case failed(DeliveryError, at: Timestamp)
  /// The platform does not take it so; it is due at once as this part, without that.
  case mended(Part, Degradation)
  /// The conversation is elsewhere from now on; it is due at once as this part.
  case moved(to: Dialog.Address, Part)
}

/// The outbox of one channel: a lane at a time, its parts in order.
///
/// A part that was marked and not settled by this process comes out of `lease` as unknown.
package protocol SendQueue: WorkQueue where Item == DuePart, Outcome == SendOutcome {
  /// Writes down, durably, that these parts are about to go out: after a crash they are unknown.
  func mark(_ parts: [DuePart], at: Timestamp) async throws(StoreError)
  /// Says that the part's files are being brought to the platform; nothing is sent yet.
  func beginUploading(_ part: DuePart, at: Timestamp) async throws(StoreError)
}
