import AdapterKit
import EventModel
import Store
import Synchronization

/// Keeps payloads in memory, and says so at once, when it is let, or never.
final class FakeIntake: Intake {
  typealias Done = @Sendable (Result<Void, StoreError>) -> Void

  enum Manner {
    case atOnce, held
    case refusing(StoreError)
  }

  private struct State {
    var manner: Manner
    var kept: [Payload] = []
    var held: [Done] = []
  }

  private let state: Mutex<State>

  init(_ manner: Manner = .atOnce) { state = Mutex(State(manner: manner)) }

  var kept: [Payload] { state.withLock { $0.kept } }
  var held: Int { state.withLock { $0.held.count } }

  func keep(
    _ payloads: [Payload], cursor: PollCursor?, of channel: ChannelID, done: @escaping Done
  ) {
    let result: Result<Void, StoreError>? = state.withLock { state in
      switch state.manner {
      case .refusing(let error): return .failure(error)
      case .atOnce:
        state.kept += payloads
        return .success(())
      case .held:
        state.kept += payloads
        state.held.append(done)
        return nil
      }
    }
    if let result { done(result) }
  }

  /// Says that everything held so far is durable; what comes later is so at once.
  func release(thenHolding: Bool = false) {
    let held = state.withLock { state in
      defer { state.held = [] }
      if !thenHolding { state.manner = .atOnce }
      return state.held
    }
    for done in held { done(.success(())) }
  }
}
