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

  /// Called once the tables hold it no more.
  func release(_ event: EventID) {
    state.withLock { state in
      state.dialogs[event] = nil
      state.dueAt[event] = nil
    }
  }

  func nextDue(of channel: Int64) -> Timestamp? {
    state.withLock { state in
      state.dueAt.values.lazy.filter { $0.channel == channel }.map(\.at).min()
    }
  }
}
