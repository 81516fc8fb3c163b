import UnixSignals

/// Knows how far the process has come, and says after each happening what to do next.
struct Course: Sendable {
  enum Happening: Sendable {
    /// Every part that the service needs is up.
    case ready
    case signal(UnixSignal)
    case reloaded
    /// The time that was set last is over.
    case overdue
    case ended(failed: Bool)
    /// The tree is done, but for tasks that will not end.
    case leftBehind(failed: Bool)
  }

  enum Step: Sendable, Hashable {
    case tellReady
    case reload
    /// Ask the tree to finish, within the limit.
    case drain
    /// Cancel what is left of the tree, with a last grace.
    case cancel
    /// Go, though the tree has not ended.
    case leave(ServiceStatus)
    case end(ServiceStatus)
  }

  private var orders = SignalOrders()
  private var isReady = false
  private var isDraining = false
  private var isReloading = false
  private var wantsReload = false
  private var wasCancelled = false

  mutating func take(_ happening: Happening) -> [Step] {
    switch happening {
    case .ready:
      isReady = true
      return isDraining ? [] : [.tellReady] + reloadIfWanted()
    case .reloaded:
      isReloading = false
      return isDraining ? [] : [.tellReady] + reloadIfWanted()
    case .signal(let signal):
      return orders.order(by: signal).map { take($0) } ?? []
    case .overdue:
      defer { wasCancelled = true }
      return [wasCancelled ? .leave(.drained) : .cancel]
    case .ended(let failed):
      return [.end(failed && !isDraining ? .failed : .drained)]
    case .leftBehind(let failed):
      return [.leave(failed && !isDraining ? .failed : .drained)]
    }
  }

  private mutating func take(_ order: SignalOrders.Order) -> [Step] {
    switch order {
    case .drain:
      isDraining = true
      return [.drain]
    case .endNow:
      return [.leave(.interrupted)]
    case .reload:
      wantsReload = true
      return reloadIfWanted()
    }
  }

  /// One reload at a time, and none before the service is up: the end of a reload says READY.
  private mutating func reloadIfWanted() -> [Step] {
    guard wantsReload, isReady, !isReloading, !isDraining else { return [] }
    wantsReload = false
    isReloading = true
    return [.reload]
  }
}

/// What the process exits with.
package enum ServiceStatus: Int32, Sendable {
  case drained = 0
  /// EX_SOFTWARE of sysexits(3): a part that carries the house failed too often.
  case failed = 70
  /// As a shell reports a process that SIGINT ended.
  case interrupted = 130
}
