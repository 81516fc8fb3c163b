import AdapterKit
import EventModel

/// One call to a platform that is due.
package struct DuePart: Sendable {
  package let event: EventID
  /// Its place among the parts of its message, from 0.
  package let number: Int
  /// What must stay in order: one part of a lane is in flight at a time.
  package let lane: DialogID
  package let part: Part
  /// How often it was tried, this time included.
  package let attempt: Int
  package let firstTriedAt: Timestamp?
  package let expiresAt: Timestamp

  package init(
    event: EventID, number: Int, lane: DialogID, part: Part, attempt: Int,
    firstTriedAt: Timestamp?, expiresAt: Timestamp
  ) {
    self.event = event
    self.number = number
    self.lane = lane
    self.part = part
    self.attempt = attempt
    self.firstTriedAt = firstTriedAt
    self.expiresAt = expiresAt
  }
}

/// How sending a part went.
package enum SendOutcome: Sendable {
  case sent(PartReceipt, at: Timestamp)
  /// Nothing was sent; it is tried again, and the try counts.
  case retry(at: Timestamp, DeliveryError)
  /// It was not tried: the platform's pace does not allow it yet.
  case postponed(until: Timestamp)
  /// Nobody knows whether it was sent; the messages behind it go on.
  case uncertain(DeliveryError, at: Timestamp)
  case failed(DeliveryError, at: Timestamp)
}

/// The outbox of one channel: a lane at a time, its parts in order.
package protocol SendQueue: WorkQueue where Item == DuePart, Outcome == SendOutcome {
  /// Writes down, durably, that these parts are about to go out: after a crash they are uncertain.
  func mark(_ parts: [DuePart], at: Timestamp) async throws(StoreError)
}
