/// The faults in force at one account; the first rule that fits is played.
struct FaultRules: Sendable {
  /// More rules than that are refused.
  static let most = 1000

  private var rules: [Fault] = []

  mutating func add(_ fault: Fault) -> Bool {
    guard rules.count < Self.most, fault.times > 0 else { return false }
    rules.append(fault)
    return true
  }

  mutating func removeAll() { rules = [] }

  /// The fault to play on this call, which then has one time less to go.
  mutating func next(for call: CallTarget) -> Fault? {
    take(matching: call) { kind in
      switch kind {
      case .duplicateDelivery, .reorder: false
      case .longPollFailed: call.method == "lp"
      default: true
      }
    }
  }

  /// What is given out now instead of one event: usually that event alone.
  mutating func delivery<Event>(of event: Event, _ type: String, held: inout [Event]) -> [Event] {
    let target = CallTarget(method: type)
    if take(matching: target, where: { $0 == .reorder }) != nil {
      held.append(event)
      return []
    }
    defer { held = [] }
    let isDoubled = take(matching: target) { $0 == .duplicateDelivery } != nil
    return (isDoubled ? [event, event] : [event]) + held
  }

  private mutating func take(
    matching call: CallTarget, where isWanted: (Fault.Kind) -> Bool
  ) -> Fault? {
    for place in rules.indices where isWanted(rules[place].kind) && rules[place].fits(call) {
      guard rules[place].chance?.hits() ?? true else { continue }
      let fault = rules[place]
      rules[place].times -= 1
      if rules[place].times == 0 { rules.remove(at: place) }
      return fault
    }
    return nil
  }
}

extension Fault {
  fileprivate func fits(_ call: CallTarget) -> Bool {
    (match == call.method || match == "*") && (chat == nil || chat == call.chat)
  }
}
