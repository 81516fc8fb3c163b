import JSON

/// What a request to the simulated VK is answered with.
extension Simulator {
  /// A call of `/method/{name}`.
  func vk(_ method: String, _ request: IncomingRequest) async -> Answer {
    let parameters = request.formParameters
    guard let token = request.token ?? parameters.text("access_token") else {
      return .json(VKError.noToken.answer(to: method, parameters))
    }
    guard let group = look({ $0.community(withToken: token) }) else {
      log("vk", "", method, parameters, .json(VKError.wrongToken.answer(to: method, parameters)))
      return .json(VKError.wrongToken.answer(to: method, parameters))
    }
    let account = String(group)
    let fault = changeUnheard { world in
      let now = world.now
      return world.communities[group]?.fault(for: method, at: now)
    }
    let answer = await play(
      fault, refusal: { Self.refusal($0, method, parameters) },
      unless: { self.respond(group, method, parameters) })
    log("vk", account, method, parameters, answer, fault: fault)
    return answer
  }

  private func respond(
    _ group: Int64, _ method: String, _ parameters: RequestParameters
  ) -> Answer {
    change(.vk(group)) { world in
      let call = VKCall(method: method, parameters: parameters, now: world.now.seconds)
      do throws(VKError) {
        let response = try world.communities[group]?.respond(to: call)
        return .json(["response": response ?? .null])
      } catch {
        return .json(error.answer(to: method, parameters))
      }
    }
  }

  private static func refusal(
    _ fault: Fault, _ method: String, _ parameters: RequestParameters
  ) -> Answer? {
    switch fault.kind {
    case .tooMany: .json(VKError.known(6).answer(to: method, parameters))
    case .tokenRevoked: .json(VKError.wrongToken.answer(to: method, parameters))
    case .vkError(let code): .json(VKError.known(code).answer(to: method, parameters))
    case .status(let status): .errorPage(status)
    default: nil
    }
  }

  /// A poll of `/lp/{group}`.
  func longPoll(of group: String, _ parameters: RequestParameters) async -> Answer {
    guard let id = Int64(group), look({ $0.communities[id] != nil }) else {
      return .json(["failed": 2])
    }
    let fault = changeUnheard { $0.communities[id]?.faults.next(for: "lp") }
    let answer = await play(
      fault, refusal: { self.refusal($0, ofPollOf: id) },
      unless: { await self.events(of: id, parameters) })
    log("vk", group, "lp", parameters, answer, fault: fault)
    return answer
  }

  private func events(of group: Int64, _ parameters: RequestParameters) async -> Answer {
    let wait = min(max(0, parameters.int("wait") ?? 25), 90)
    let deadline = ContinuousClock.now.advanced(by: .seconds(wait))
    let news = await self.wait(for: .vk(group), until: deadline) { world in
      world.communities[group]?.longPoll
        .answer(key: parameters.text("key"), ts: parameters.text("ts"))
    }
    let nothing = look { $0.communities[group]?.longPoll.nothing }
    return .response(.init(body: (news ?? nothing)?.bytes ?? []))
  }

  private func refusal(_ fault: Fault, ofPollOf group: Int64) -> Answer? {
    switch fault.kind {
    case .longPollFailed(1):
      return .response(.init(body: look { $0.communities[group]?.longPoll.lost.bytes } ?? []))
    case .longPollFailed(let code):
      changeUnheard { $0.communities[group]?.longPoll.expireKey() }
      return .json(["failed": .int(code)])
    case .status(let status): return .errorPage(status)
    default: return nil
    }
  }

  /// A form posted to `/upload/{group}/{kind}`.
  func upload(to group: String, _ kind: String, _ form: RequestParameters) -> Answer {
    guard let id = Int64(group) else { return .errorPage(404) }
    let answer = changeUnheard { $0.communities[id]?.upload(kind, form) }
    let reply = answer.map { Answer.json($0) } ?? .errorPage(404)
    log("vk", group, "upload/\(kind)", form, reply)
    return reply
  }

  /// A file below `/files/{group}`, as attachments name it.
  func vkFile(of group: String, _ key: String) -> Answer {
    let file = look { world in Int64(group).flatMap { world.communities[$0]?.files[key] } }
    return file.map { .response(.init(type: "application/octet-stream", body: $0.bytes)) }
      ?? .errorPage(404)
  }

  /// Writes a call and its answer into the call log.
  func log(
    _ platform: String, _ account: String, _ method: String, _ parameters: RequestParameters,
    _ answer: Answer, fault: Fault? = nil
  ) {
    let shown = parameters.shown(without: ["access_token", "key"])
    changeUnheard { world in
      let now = world.now
      world.calls.append(
        LoggedCall(
          order: 0, platform: platform, account: account, method: method, parameters: shown,
          at: now, status: answer.status, answer: answer.logged,
          fault: fault.map { "\($0.kind)" }))
    }
  }
}
