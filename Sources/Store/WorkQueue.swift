import EventModel

/// Something durable to do, in the order in which it is due.
package protocol WorkQueue: Sendable {
  associatedtype Item: Sendable
  associatedtype Outcome: Sendable

  /// Rings when there may be something to lease.
  var bell: Bell { get }
  /// Takes items that are due, in order; nobody else gets them until they are settled or the
  /// process ends.
  func lease(_ limit: Int) async throws(StoreError) -> [Item]
  /// Says how the items went, in one transaction.
  func settle(_ done: [(item: Item, outcome: Outcome)]) async throws(StoreError)
  /// When the next item falls due that is not due yet; nil when there is none.
  func nextDue() async throws(StoreError) -> Timestamp?
}
