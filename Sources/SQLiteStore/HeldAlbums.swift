import EventModel
import Store
import Synchronization

/// Which rows are held back until their album is whole, so that others need not ask the tables.
///
/// It may name more than there are, after a transaction that was rolled back; never fewer.
final class HeldAlbums: Sendable {
  private struct State {
    var dialogs: [EventID: DialogID] = [:]
    var dueAt: [EventID: (channel: Int64, at: Timestamp)] = [:]
  }

  private let state = Mutex(State())

  func hold(_ event: EventID, in dialog: DialogID, of channel: Int64, until dueAt: Timestamp) {
    state.withLock { state in
      state.dialogs[event] = dialog
      state.dueAt[event] = (channel, dueAt)
    }
  }

  func holds(_ event: EventID) -> Bool { state.withLock { $0.dialogs[event] != nil } }

  func holds(anythingOf dialog: DialogID) -> Bool {
    state.withLock { state in
      !state.dialogs.isEmpty && state.dialogs.values.contains(dialog)
    }
  }

  func holds(anythingOf channel: Int64) -> Bool { nextDue(of: channel) != nil }

  func held(of channel: Int64) -> Set<EventID> {
    state.withLock { state in Set(state.dueAt.filter { $0.value.channel == channel }.keys) }
  }

  func due(of channel: Int64, at now: Timestamp) -> [EventID] {
    state.withLock { state in
      state.dueAt.filter { $0.value.channel == channel && $0.value.at <= now }.keys
        .sorted { $0.rawValue < $1.rawValue }
    }
  }

  /// Called once it is on disk that the tables hold them no more.
  func forget(_ events: some Sequence<EventID>) {
    state.withLock { state in
      for event in events {
        state.dialogs[event] = nil
        state.dueAt[event] = nil
      }
    }
  }

  func nextDue(of channel: Int64) -> Timestamp? {
    state.withLock { state in
      state.dueAt.values.lazy.filter { $0.channel == channel }.map(\.at).min()
    }
  }
}
