import JSON

/// What a request to the simulated Telegram is answered with.
extension Simulator {
  /// Telegram cuts longer waits to this.
  private static let longestPoll: Int64 = 50

  /// A call of `/bot{token}/{method}`.
  func telegram(_ token: String, _ method: String, _ parameters: RequestParameters) async -> Answer
  {
    guard let account = look({ $0.bots[token]?.account.username }) else {
      return Self.telegram(.noToken)
    }
    let call = ReceivedCall(
      account: .telegram(token), name: account, target: .telegram(method, parameters),
      parameters: parameters, at: look { $0.now })
    let fault = changeUnheard { $0.bots[token]?.misbehavior.fault(for: call.target, at: call.at) }
    let played = await play(
      fault, on: call, refusal: Self.telegramRefusal,
      unless: { await self.respond(token, method, parameters) })
    log(call, played)
    return played.answer
  }

  private func respond(
    _ token: String, _ method: String, _ parameters: RequestParameters
  ) async -> Answer {
    if method.lowercased() == "getupdates" { return await updates(of: token, parameters) }
    return change(.telegram(token)) { world in
      let call = TelegramCall(method: method, parameters: parameters, now: world.now.seconds)
      do throws(TelegramError) {
        let result = try world.bots[token]?.respond(to: call)
        return Self.telegram((result ?? .done).answer)
      } catch {
        return Self.telegram(error)
      }
    }
  }

  /// Waits for updates, unless a webhook or a newer poll is there.
  private func updates(of token: String, _ parameters: RequestParameters) async -> Answer {
    let timeout = min(max(0, parameters.int("timeout") ?? 0), Self.longestPoll)
    let offset = parameters.int("offset") ?? 0
    let limit = parameters.int("limit") ?? 100
    let deadline = ContinuousClock.now.advanced(by: .seconds(timeout))
    let mine = change(.telegram(token)) { world in
      let call = TelegramCall(method: "getUpdates", parameters: parameters, now: 0)
      world.bots[token]?.setAllowed(call)
      if world.bots[token]?.webhook == nil { world.bots[token]?.listener += 1 }
      return world.bots[token]?.listener ?? 0
    }
    let answer = await wait(for: .telegram(token), until: deadline) { world -> Answer? in
      guard world.bots[token]?.webhook == nil else {
        let wasHere = world.bots[token]?.listener != mine
        return Self.telegram(wasHere ? .webhookWasSet : .webhookIsActive)
      }
      guard world.bots[token]?.listener == mine else { return Self.telegram(.otherPoller) }
      let batch = world.bots[token]?.updates.read(offset: offset, limit: limit, at: .now) ?? []
      return batch.isEmpty ? nil : Self.batch(batch)
    }
    return answer ?? Self.batch([])
  }

  private static func batch(_ updates: [TelegramUpdate]) -> Answer {
    let comma = [UInt8(ascii: ",")]
    let body =
      Array("{\"ok\":true,\"result\":[".utf8) + Array(updates.map(\.body).joined(separator: comma))
      + Array("]}".utf8)
    return .response(.init(type: "application/json", body: body))
  }

  private static func telegram(_ answer: JSONValue) -> Answer {
    .response(.init(type: "application/json", body: asciiJSON(answer.bytes)))
  }

  private static func telegram(_ error: TelegramError) -> Answer {
    .response(
      .init(
        status: error.code, type: "application/json", body: asciiJSON(error.answer.bytes),
        retryAfter: error.retryAfter, isRefusal: true))
  }

  private static func telegramRefusal(_ fault: Fault) -> Answer? {
    switch fault.kind {
    case .tooMany: telegram(.tooMany(fault.retryAfter))
    case .telegramError(let code, let text): telegram(TelegramError(code: code, description: text))
    case .status(let status): telegram(.status(status))
    case .tokenRevoked: telegram(.status(401))
    default: nil
    }
  }

  /// A file below `/file/bot{token}`; the call log names it `file`.
  func telegramFile(of bot: String, _ key: String) -> Answer {
    let token = String(bot.dropFirst("bot".count))
    guard let name = look({ $0.bots[token]?.account.username }) else {
      return Self.telegram(.noToken)
    }
    let file = look { $0.bots[token]?.files[key] }
    let answer = file?.answer ?? Self.telegram(.noToken)
    logFetch(of: key, .telegram(token), name, answer)
    return answer
  }
}
