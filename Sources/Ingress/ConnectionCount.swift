import Synchronization

/// Counts connections, in all and by address.
final class ConnectionCount: Sendable {
  private struct State {
    var all = 0
    var byAddress: [String: Int] = [:]
  }

  private let state = Mutex(State())
  private let limits: IngressLimits
  private let trusted: Set<String>

  /// - Parameter trusted: addresses of our own proxies, behind which many people stand.
  init(_ limits: IngressLimits, trusting trusted: Set<String>) {
    self.limits = limits
    self.trusted = trusted
  }

  var all: Int { state.withLock { $0.all } }

  /// Whether one more connection of that address is taken.
  func enter(_ address: String) -> Bool {
    state.withLock { state in
      let own = state.byAddress[address, default: 0]
      guard state.all < limits.connections,
        trusted.contains(address) || own < limits.connectionsOfOneAddress
      else { return false }
      state.all += 1
      state.byAddress[address] = own + 1
      return true
    }
  }

  func leave(_ address: String) {
    state.withLock { state in
      state.all -= 1
      let own = state.byAddress[address, default: 1] - 1
      state.byAddress[address] = own > 0 ? own : nil
    }
  }
}
