extension Simulator {
  /// Plays the fault that is in force for this call, if any, around what the call really does.
  func play(
    _ fault: Fault?, on call: ReceivedCall, refusal: (Fault) -> Answer?,
    unless body: () async -> Answer
  ) async -> PlayedCall {
    guard let fault else { return PlayedCall(await body()) }
    switch fault.kind {
    case .dropBefore: return PlayedCall(.hangUp, .undone, fault)
    case .html: return PlayedCall(.errorPage(502), .refused, fault)
    case .slow:
      // A wait that is cut short by the end of the simulator is no failure.
      try? await Task.sleep(for: fault.delay)
      return PlayedCall(await body(), fault: fault)
    case .dropAfter: return lost(await body(), .hangUp, fault)
    case .badJSON, .empty:
      let answer = await body()
      guard case .response(var reply) = answer else { return lost(answer, .hangUp, fault) }
      reply.body = fault.kind == .empty ? [] : Array(reply.body.prefix(reply.body.count / 2))
      return lost(answer, .response(reply), fault)
    case .holdBefore:
      guard await hold(call, isDone: false) == .goOn else {
        return PlayedCall(.hangUp, .undone, fault)
      }
      return PlayedCall(await body(), fault: fault)
    case .holdAfter:
      let answer = await body()
      guard await hold(call, isDone: !answer.isRefusal) == .goOn else {
        return lost(answer, .hangUp, fault)
      }
      return PlayedCall(answer, fault: fault)
    default:
      if let refusal = refusal(fault) { return PlayedCall(refusal, .refused, fault) }
      return PlayedCall(await body(), fault: fault)
    }
  }

  /// What the platform did when its answer does not arrive.
  private func lost(_ real: Answer, _ seen: Answer, _ fault: Fault) -> PlayedCall {
    PlayedCall(seen, real.isRefusal ? .undone : .unanswered, fault)
  }

  /// Waits until the control API lets the call go; one that waits too long is dropped.
  private func hold(_ call: ReceivedCall, isDone: Bool) async -> HeldCalls.Release {
    guard let account = call.account else { return .goOn }
    let number = change(account) {
      $0[misbehaviorOf: account].holds.hold(call.target, isDone: isDone)
    }
    let release = await wait(for: account, until: .now.advanced(by: HeldCalls.patience)) {
      $0[misbehaviorOf: account].holds.release(of: number)
    }
    changeUnheard { $0[misbehaviorOf: account].holds.leave(number) }
    return release ?? .drop
  }

  /// Writes into the call log that a file was fetched, or was asked for in vain.
  func logFetch(of file: String, _ account: AccountID, _ name: String, _ answer: Answer) {
    let call = ReceivedCall(
      account: account, name: name, target: CallTarget(method: "file"),
      parameters: RequestParameters(query: "file=\(file)"), at: look { $0.now })
    log(call, PlayedCall(answer))
  }

  /// Writes a call and its answer into the call log.
  func log(_ call: ReceivedCall, _ played: PlayedCall) {
    let shown = call.parameters.shown(without: ["access_token", "key"])
    changeUnheard { world in
      let now = world.now
      world.calls.append(
        LoggedCall(
          order: 0, platform: call.platform, account: call.name, method: call.method,
          parameters: shown, at: call.at, answeredAt: now, outcome: played.outcome.rawValue,
          status: played.answer.status, answer: played.answer.logged,
          fault: played.fault.map { "\($0.kind)" }))
    }
  }
}
