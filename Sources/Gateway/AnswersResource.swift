import AdapterKit
import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// The answers that platforms wait for, by the event that asks or by the platform's own name of it.
struct AnswersResource: Sendable {
  let channels: ChannelDirectory
  let work: DirectWork

  func add(to router: Router<APIContext>) {
    router.post("v1/interactions/:id/answer") { request, context in
      try await answer(request, context) { name in
        try await work.store.expectation(of: EventID(name))
      }
    }
    router.post("v1/callbacks/:id/answer") { request, context in
      try await answer(request, context) { name in
        try await work.store.expectation(token: name)
      }
    }
  }

  private func answer(
    _ request: Request, _ context: APIContext,
    _ find: @Sendable (String) async throws -> OpenExpectation?
  ) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: work.store)
    return try await once.answer(request, context) { write in
      let answer = try Answer(reading: write.jsonIfAny())
      guard let open = try await find(write.identifier) else {
        throw APIProblem(.notFound, "nothing with this name waits for an answer")
      }
      let lost = try await give(answer, to: open)
      let body = JSONFragment.object { $0.member("answered", true) }
      return try await once.done(.ok, body, to: write).lost(lost)
    }
  }

  private func give(_ answer: Answer, to open: OpenExpectation) async throws -> [Degradation] {
    guard let channel = channels[open.channel] else {
      throw APIProblem(.channelMissing, "the event's channel is not configured any more")
    }
    let (dialog, address) = try await place(of: open)
    if open.expectation.kind == .press {
      try channel.adapter.abilities.place(of: address).require(.answerPress)
    }
    let taken: OpenExpectation
    do throws(StoreError) { taken = try await work.store.take(open.event) } catch {
      guard case .conflict(let obstacle) = error else { throw error }
      throw APIProblem(.gone, obstacle.reason)
    }
    let result = await work.ask(
      .answer(taken.expectation, answer), in: dialog, at: address, of: channel)
    switch result {
    case .refused(let error) where error.kind == .platformError:
      throw APIProblem(.gone, "the platform takes no answer to it any more: \(error.reason)")
    // The platform has its answer, or will hear of none any more.
    case .done, .refused: break
    case .throttled, .uncertain, .unsupported: try await work.store.giveBack(open.event)
    }
    return try DirectWork.degradations(result)
  }

  /// Some questions are asked outside any conversation.
  private func place(
    of open: OpenExpectation
  ) async throws -> (dialog: DialogID, address: Dialog.Address) {
    if let name = open.dialog, let dialog = try await work.store.dialog(name) {
      return (name, dialog.address)
    }
    return (
      open.dialog ?? DialogID(open.event.rawValue),
      Dialog.Address(kind: "none", ids: [], dialogType: .privateChat, chatID: "")
    )
  }
}

extension Answer {
  private static let longestText = 4_096

  /// Which members count is the platform's affair, by the kind of the question.
  fileprivate init(reading body: JSONView) throws(APIProblem) {
    self.init()
    var reader = BodyReader(body)
    text = reader.text("text", atMost: Self.longestText)
    isAlert = reader.flag("alert") ?? false
    url = reader.url("url")
    app = reader.take("open_app", as: JSONFragment.self)
    isAccepted = reader.flag("ok")
    results = reader.take("results", as: JSONFragment.self)
    if let approve = reader.flag("approve") {
      if isAccepted != nil { reader.note("does not go with ok", in: "approve") }
      isAccepted = approve
    }
    if let reason = reader.text("reason", atMost: Self.longestText) {
      if text != nil { reader.note("does not go with text", in: "reason") }
      text = reason
    }
    reader.finish()
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
  }
}
