import Synchronization

/// What of a queue is in hand: a thing that was taken is nobody else's until it is given back.
///
/// It is in memory only: a process that ends gives everything back.
final class Leases<Item: Hashable & Sendable>: Sendable {
  /// One call that takes things.
  struct Ticket: Hashable {
    fileprivate let number: UInt64
  }

  private struct State {
    var next: UInt64 = 0
    var holders: [Item: Ticket] = [:]
  }

  private let state = Mutex(State())

  func ticket() -> Ticket {
    state.withLock { state in
      state.next += 1
      return Ticket(number: state.next)
    }
  }

  /// Takes a thing unless it is another's. A job that is applied again takes it once more.
  func take(_ item: Item, for ticket: Ticket) -> Bool {
    state.withLock { state in
      let holder = state.holders[item] ?? ticket
      state.holders[item] = holder
      return holder == ticket
    }
  }

  func holds(_ item: Item) -> Bool { state.withLock { $0.holders[item] != nil } }

  func giveBack(_ items: some Sequence<Item>) {
    state.withLock { state in for item in items { state.holders[item] = nil } }
  }

  func giveBackAll(of ticket: Ticket) {
    state.withLock { state in
      for (item, holder) in state.holders where holder == ticket { state.holders[item] = nil }
    }
  }
}
