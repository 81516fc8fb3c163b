import Synchronization

/// Counts connections, in all and by who made them.
final class ConnectionCount: Sendable {
  private struct State {
    var all = 0
    var byNetwork: [PeerAddress: Int] = [:]
  }

  private let state = Mutex(State())
  private let limits: IngressLimits
  private let trusted: Set<PeerAddress>

  /// - Parameter trusted: addresses of our own proxies, behind which many people stand: only the
  ///   bound of all connections holds for them, and bounding people is theirs.
  init(_ limits: IngressLimits, trusting trusted: Set<String>) {
    self.limits = limits
    self.trusted = Set(trusted.compactMap { PeerAddress($0) })
  }

  var all: Int { state.withLock { $0.all } }

  /// Whether one more connection of that peer is taken. One on a Unix socket is a proxy of ours.
  func enter(_ peer: PeerAddress?) -> Bool {
    state.withLock { state in
      guard state.all < limits.connections else { return false }
      if let peer {
        let own = state.byNetwork[peer.network, default: 0]
        guard own < limits.connectionsOfOneAddress || trusted.contains(peer) else { return false }
        state.byNetwork[peer.network] = own + 1
      }
      state.all += 1
      return true
    }
  }

  func leave(_ peer: PeerAddress?) {
    state.withLock { state in
      state.all -= 1
      guard let peer else { return }
      let own = state.byNetwork[peer.network, default: 1] - 1
      state.byNetwork[peer.network] = own > 0 ? own : nil
    }
  }
}
