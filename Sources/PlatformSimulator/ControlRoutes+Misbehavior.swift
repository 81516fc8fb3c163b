import JSON

/// The part of the control API that is the same on both platforms.
extension Simulator {
  /// Nil when the topic belongs to the platform.
  func control(_ account: AccountID, _ topic: String, _ request: IncomingRequest) -> Answer? {
    switch topic {
    case "faults": return faults(of: account, request)
    case "limits": return limits(of: account, request)
    case "held": return .json(["held": look { $0[misbehaviorOf: account].holds.json }])
    case "release": return release(of: account, request)
    default: return nil
    }
  }

  /// Takes new rules, or forgets all.
  private func faults(of account: AccountID, _ request: IncomingRequest) -> Answer {
    guard !request.isDelete else {
      changeUnheard { $0[misbehaviorOf: account].faults.removeAll() }
      return .json(["ok": true])
    }
    guard let body = try? JSONDocument(parsing: request.body).root else {
      return .refused("the body is not JSON")
    }
    for rule in body.kind == .array ? Array(body.elements) : [body] {
      guard let fault = Fault(rule) else {
        return .refused("unknown fault or chance: \(rule["fault"].text ?? "none")")
      }
      guard changeUnheard({ $0[misbehaviorOf: account].faults.add(fault) }) else {
        return .refused("too many faults, or times is not positive")
      }
    }
    return .json(["ok": true])
  }

  private func limits(of account: AccountID, _ request: IncomingRequest) -> Answer {
    if request.isDelete {
      changeUnheard { $0[misbehaviorOf: account].rates = RateLimits() }
    } else if request.isPost {
      let order = try? JSONDocument(parsing: request.body).root
      guard let rates = order.flatMap({ RateLimits($0) }) else {
        return .refused("per_second, per_chat_per_second and per_group_per_minute are positive")
      }
      changeUnheard { $0[misbehaviorOf: account].rates = rates }
    }
    return .json(["windows": look { $0[misbehaviorOf: account].rates.json }])
  }

  private func release(of account: AccountID, _ request: IncomingRequest) -> Answer {
    guard request.isPost, let order = try? JSONDocument(parsing: request.body).root else {
      return .refused("a POST with a JSON body is needed")
    }
    let method = order["method"].nonEmpty
    let count = order["count"].int.map(Int.init(clamping:)) ?? .max
    let released = change(account) { world in
      world[misbehaviorOf: account].holds
        .release(order["drop"].bool == true ? .drop : .goOn, method: method, count: count)
    }
    return .json(["released": .int(released)])
  }
}
