import AdapterKit
import EventModel
import Hummingbird
import JSON
import Relay
import Store

/// What the other side sees of us between messages: that we have read, that we are typing.
struct PresenceResource: Sendable {
  let dialogs: DialogLookup
  let messages: MessageLookup
  let work: DirectWork

  private static let usualTyping: Int64 = 10

  func add(to router: Router<APIContext>) {
    router.post("v1/dialogs/:id/read") { request, context in try await read(request, context) }
    router.post("v1/dialogs/:id/typing") { request, context in
      try await typing(request, context)
    }
  }

  // MARK: Reading

  private func read(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: work.store)
    return try await once.answer(request, context) { write in
      var reader = BodyReader(try write.jsonIfAny())
      _ = reader.choice("side", of: ["operator"])
      let name = reader.name("up_to_event_id")
      let isForPlatform = reader.flag("platform") ?? true
      reader.finish()
      guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
      var dialog = try await dialogs.dialog(write.identifier)
      var outcome = PlatformDecision.notRequired(.notNeeded)
      if let message = try await message(name, in: dialog) {
        if isForPlatform { outcome = await tell(message) }
        _ = try await work.store.note(
          .readUpTo(by: write.sender), of: message.row.event.id)
        dialog = try await dialogs.dialog(dialog.identity.id.rawValue)
      }
      let body = JSONFragment.object {
        $0.member("operator_unread_count", dialog.counters.unreadByOperator)
        $0.member("lead_unread_count", dialog.counters.unreadByLead)
        $0.member("platform_read", outcome)
      }
      return try await once.done(.ok, body, to: write)
    }
  }

  /// The event that the body names, else the newest message of the other side.
  private func message(_ name: String?, in dialog: Dialog) async throws -> StandingMessage? {
    if let name {
      guard let row = try await work.store.known(EventID(name)),
        row.dialog == dialog.identity.id
      else {
        throw APIProblem([.init("#/up_to_event_id", "there is no such event in this dialog")])
      }
      return try await messages.message(name)
    }
    var filter = EventFilter()
    filter.dialog = dialog.identity.id
    filter.actions = [.messageCreated]
    let newest = try await work.store.events(filter, PageRequest(size: 50)).rows
    let theirs = try newest.first { row in
      try JSONDocument(parsing: row.bytes).root["source_context"]["direction"].string
        != Direction.outbound.rawValue
    }
    guard let row = theirs ?? newest.first else { return nil }
    return try await messages.message(row.id.rawValue)
  }

  /// Tells the platform that we have read; that it does not take it hinders nobody.
  private func tell(_ message: StandingMessage) async -> PlatformDecision {
    let grant = message.place.grant(.markRead)
    guard grant.holds(atAge: message.age(at: work.now())) else {
      return .notRequired(.notSupported)
    }
    guard !message.row.message.keys.isEmpty else {
      return .failed(.missingExternalID, "the platform has not named the message")
    }
    let result = await work.ask(
      .read(upTo: message.row.message), in: message.dialog, at: message.address,
      of: message.channel)
    return switch result {
    case .done: .succeeded
    case .unsupported: .notRequired(.notSupported)
    case .refused(let error), .uncertain(let error): .failed(.failed, error.reason)
    case .throttled: .failed(.failed, "the platform takes no more of it for now")
    }
  }

  // MARK: Typing

  private func typing(_ request: Request, _ context: APIContext) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: work.store)
    return try await once.answer(request, context) { write in
      var reader = BodyReader(try write.jsonIfAny())
      let isOn = reader.choice("state", of: ["on", "off"]) != "off"
      let kinds = ["typing", "voice", "photo", "video", "file"]
      let kind = reader.choice("kind", of: kinds) ?? "typing"
      let longest = TypingBoard.longest.components.seconds
      let seconds = reader.number("seconds", in: 1...longest) ?? Self.usualTyping
      reader.finish()
      guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
      let sign = Sign(
        kind: isOn ? .init(rawValue: kind) : nil, duration: .seconds(seconds))
      let dialog = try await dialogs.dialog(write.identifier)
      let isSupported = try show(sign, in: dialog)
      let body = JSONFragment.object {
        $0.member("state", isOn && isSupported ? "on" : "off")
        $0.member("supported", isSupported)
      }
      return try await once.done(.accepted, body, to: write)
    }
  }

  private struct Sign {
    /// Nil takes the sign off.
    let kind: Outgoing.Typing?
    let duration: Duration
  }

  /// Whether the platform has such a sign.
  private func show(_ sign: Sign, in dialog: Dialog) throws -> Bool {
    let channel = try messages.channels.channel(of: dialog)
    let place = channel.adapter.abilities.place(of: dialog.address)
    guard place.grant(.typing).holds(atAge: .zero) else { return false }
    guard let kind = sign.kind else {
      channel.typing.end(dialog.identity.id)
      return true
    }
    let outgoing = Outgoing(work.store.nextEventID(), in: dialog.address, .typing(kind))
    do throws(Refusal) {
      _ = try channel.adapter.plan(outgoing, as: channel.identity)
    } catch {
      guard error.cause == .unsupported else { throw APIProblem(error) }
      return false
    }
    let isShown = channel.typing.begin(
      outgoing, in: dialog.identity.id, for: sign.duration, at: work.now())
    guard isShown else {
      throw APIProblem(.rateLimited, "our side is typing in too many conversations")
    }
    return true
  }
}

extension PlatformDecision: JSONWritable {
  package func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("state", state)
      $0.member("required", isRequired)
      $0.member("reason", reason)
      $0.member("error", error)
    }
  }
}
