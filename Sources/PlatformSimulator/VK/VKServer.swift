import JSON

/// What a request to the simulated VK is answered with.
extension Simulator {
  /// A call of `/method/{name}`.
  func vk(_ method: String, _ request: IncomingRequest) async -> Answer {
    let parameters = request.formParameters
    guard let token = request.token ?? parameters.text("access_token") else {
      return .refusal(VKError.noToken.answer(to: method, parameters))
    }
    let at = look { $0.now }
    var call = ReceivedCall(
      account: nil, name: "", target: .vk(method, parameters), parameters: parameters, at: at)
    guard let (group, bearer) = look({ $0.community(withToken: token) }) else {
      let answer = Answer.refusal(VKError.wrongToken.answer(to: method, parameters))
      log(call, PlayedCall(answer))
      return answer
    }
    call.account = .vk(group)
    call.name = String(group)
    let fault = changeUnheard { $0.communities[group]?.misbehavior.fault(for: call.target, at: at) }
    let played = await play(
      fault, on: call, refusal: { Self.refusal($0, method, parameters) },
      unless: { self.respond(group, bearer, method, parameters) })
    log(call, played)
    return played.answer
  }

  private func respond(
    _ group: Int64, _ bearer: VKBearer, _ method: String, _ parameters: RequestParameters
  ) -> Answer {
    change(.vk(group)) { world in
      let call = VKCall(
        method: method, parameters: parameters, now: world.now.seconds, bearer: bearer)
      do throws(VKError) {
        let response = try world.communities[group]?.respond(to: call)
        return .json(["response": response ?? .null])
      } catch {
        return .refusal(error.answer(to: method, parameters))
      }
    }
  }

  private static func refusal(
    _ fault: Fault, _ method: String, _ parameters: RequestParameters
  ) -> Answer? {
    switch fault.kind {
    case .tooMany: .refusal(VKError.known(6).answer(to: method, parameters))
    case .tokenRevoked: .refusal(VKError.wrongToken.answer(to: method, parameters))
    case .vkError(let code): .refusal(VKError.known(code).answer(to: method, parameters))
    case .vkPeerError(let code): peerRefusal(VKError.known(code), method, parameters)
    case .status(let status): .errorPage(status)
    default: nil
    }
  }

  /// An error of a send where VK tells it: by `peer_ids`, in the entry of each peer.
  private static func peerRefusal(
    _ error: VKError, _ method: String, _ parameters: RequestParameters
  ) -> Answer {
    let peers = parameters.ints("peer_ids")
    guard !peers.isEmpty else { return .refusal(error.answer(to: method, parameters)) }
    return .refusal(["response": .array(peers.map { VKSend.entry(refusing: $0, error) })])
  }

  /// A poll of `/lp/{group}`.
  func longPoll(of group: String, _ parameters: RequestParameters) async -> Answer {
    guard let id = Int64(group), look({ $0.communities[id] != nil }) else {
      return .json(["failed": 2])
    }
    let call = ReceivedCall(
      account: .vk(id), name: group, target: CallTarget(method: "lp"), parameters: parameters,
      at: look { $0.now })
    let fault = changeUnheard { $0.communities[id]?.misbehavior.faults.next(for: call.target) }
    let played = await play(
      fault, on: call, refusal: { self.refusal($0, ofPollOf: id) },
      unless: { await self.events(of: id, parameters) })
    log(call, played)
    return played.answer
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

  /// A form posted to `/upload/{group}/{kind}`; faults match it as `upload/{kind}`.
  func upload(to group: String, _ kind: String, _ form: RequestParameters) async -> Answer {
    guard let id = Int64(group), look({ $0.communities[id] != nil }) else {
      return .errorPage(404)
    }
    let call = ReceivedCall(
      account: .vk(id), name: group, target: CallTarget(method: "upload/\(kind)"),
      parameters: form, at: look { $0.now })
    let fault = changeUnheard { $0.communities[id]?.misbehavior.faults.next(for: call.target) }
    let played = await play(
      fault, on: call,
      refusal: {
        if case .status(let status) = $0.kind { .errorPage(status) } else { nil }
      },
      unless: {
        self.changeUnheard { $0.communities[id]?.upload(kind, form) }.map { Answer.json($0) }
          ?? .errorPage(404)
      })
    log(call, played)
    return played.answer
  }

  /// A file below `/files/{group}`, as attachments name it; the call log names it `file`.
  func vkFile(of group: String, _ key: String) -> Answer {
    guard let id = Int64(group), look({ $0.communities[id] != nil }) else {
      return .errorPage(404)
    }
    let file = look { $0.communities[id]?.files[key] }
    let answer = file?.answer ?? .errorPage(404)
    logFetch(of: key, .vk(id), group, answer)
    return answer
  }
}
