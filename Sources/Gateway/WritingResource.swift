import AdapterKit
import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// Shows the other side a text of ours while it is being written; the message that comes of it is
/// sent like any other.
struct WritingResource: Sendable {
  let dialogs: DialogLookup
  let channels: ChannelDirectory
  let work: DirectWork

  /// Platforms count them in 32 bits.
  private static let numbers: ClosedRange<Int64> = 1...Int64(Int32.max)

  func add(to router: Router<APIContext>) {
    router.post("v1/dialogs/:id/draft") { request, context in
      try await show(request, context)
    }
  }

  private func show(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: work.store)
    return try await once.answer(request, context) { write in
      let writing = try Self.writing(write.jsonIfAny())
      let dialog = try await dialogs.dialog(write.identifier)
      let lost = try await show(writing, in: dialog)
      let body = JSONFragment.object {
        $0.member("draft_id", writing.id)
        $0.member("supported", lost != nil)
        if let lost, !lost.isEmpty { $0.member("degradations", lost) }
      }
      return try await once.done(.accepted, body, to: write)
    }
  }

  private static func writing(_ body: JSONView) throws(APIProblem) -> Outgoing.Writing {
    var reader = BodyReader(body)
    let words = SendOptions.Markup.allCases.map(\.rawValue)
    let markup = reader.object("options") { reader in
      reader.choice("parse", of: words).flatMap { SendOptions.Markup(rawValue: $0) }
    }
    let text = reader.formattedText(markup ?? .plain) ?? ""
    let id = reader.number("draft_id", in: numbers) ?? 1
    let canStop = reader.flag("can_stop") ?? false
    if text.isEmpty { reader.require("content") }
    reader.finish()
    guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
    return Outgoing.Writing(text, id: id, canStop: canStop)
  }

  /// What was lost of it; nil where nobody can be shown such a thing.
  private func show(
    _ writing: Outgoing.Writing, in dialog: Dialog
  ) async throws -> [Degradation]? {
    let channel = try channels.channel(of: dialog)
    let result = await work.ask(
      .writing(writing), in: dialog.identity.id, at: dialog.address, of: channel)
    if case .unsupported(let refusal) = result, refusal.cause == .unsupported { return nil }
    return try DirectWork.degradations(result)
  }
}
