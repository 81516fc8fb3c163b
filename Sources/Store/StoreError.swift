/// Why the store did not do a thing; nothing of it was done then.
package enum StoreError: Error, Hashable, Sendable {
  /// Too much waits already; later may be better.
  case busy
  /// No space is left.
  case full
  /// There is no such row.
  case notFound
  /// The store was closed, or refuses for a reason that waiting does not mend.
  case unavailable(String)
}
