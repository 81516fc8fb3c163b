import Synchronization

/// A bounded number of places for those who stay for long.
final class Seats: Sendable {
  /// A place that is taken for as long as somebody holds this.
  final class Seat: Sendable {
    private let seats: Seats

    fileprivate init(of seats: Seats) { self.seats = seats }

    deinit { seats.free.withLock { $0 += 1 } }
  }

  private let free: Mutex<Int>
  private let purpose: String

  init(_ count: Int, for purpose: String = "on the stream") {
    free = Mutex(count)
    self.purpose = purpose
  }

  func take() throws(APIProblem) -> Seat {
    let isFree = free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
    guard isFree else { throw APIProblem(.rateLimited, "every place \(purpose) is taken") }
    return Seat(of: self)
  }
}
