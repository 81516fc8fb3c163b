/// How an account misbehaves: its faults, its limits, and the calls that are held.
struct Misbehavior: Sendable {
  var faults = FaultRules()
  var rates: RateLimits
  var holds = HeldCalls()

  /// What goes wrong with this call: it is over a limit, or a rule is in force.
  mutating func fault(for call: CallTarget, at now: WallTime) -> Fault? {
    if let wait = rates.count(call, at: now) {
      return Fault(.tooMany, retryAfter: Int(clamping: (wait + 999) / 1000))
    }
    return faults.next(for: call)
  }
}

extension World {
  /// How an account misbehaves.
  subscript(misbehaviorOf account: AccountID) -> Misbehavior {
    get {
      let kept =
        switch account {
        case .vk(let group): communities[group]?.misbehavior
        case .telegram(let token): bots[token]?.misbehavior
        }
      return kept ?? Misbehavior(rates: RateLimits())
    }
    set {
      switch account {
      case .vk(let group): communities[group]?.misbehavior = newValue
      case .telegram(let token): bots[token]?.misbehavior = newValue
      }
    }
  }
}
