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
  mutating func next(for method: String) -> Fault? {
    take(matching: method) { kind in
      switch kind {
      case .duplicateDelivery, .reorder: false
      case .longPollFailed: method == "lp"
      default: true
      }
    }
  }

  /// What is given out now instead of one event: usually that event alone.
  mutating func delivery<Event>(of event: Event, _ type: String, held: inout [Event]) -> [Event] {
    if take(matching: type, where: { $0 == .reorder }) != nil {
      held.append(event)
      return []
    }
    defer { held = [] }
    let isDoubled = take(matching: type) { $0 == .duplicateDelivery } != nil
    return (isDoubled ? [event, event] : [event]) + held
  }

  private mutating func take(
    matching method: String, where isWanted: (Fault.Kind) -> Bool
  ) -> Fault? {
    let place = rules.firstIndex { rule in
      isWanted(rule.kind) && (rule.match == method || rule.match == "*")
    }
    guard let place else { return nil }
    let fault = rules[place]
    rules[place].times -= 1
    if rules[place].times == 0 { rules.remove(at: place) }
    return fault
  }
}
