import AdapterKit
import EventModel
import Hummingbird
import JSON
import Store

/// What is done to a message while the caller waits: reactions, pins, the end of a poll.
struct MarksResource: Sendable {
  let messages: MessageLookup
  let work: DirectWork

  func add(to router: Router<APIContext>) {
    router.put("v1/messages/:id/reactions") { request, context in
      try await answer(request, context) { message, reader in
        let emoji = reader.required("emoji", atMost: 64)
        return Mark(.react, .react(message.row.message, emoji: emoji), .reacted(emoji: emoji))
      }
    }
    router.delete("v1/messages/:id/reactions") { request, context in
      try await answer(request, context) { message, _ in
        Mark(.react, .react(message.row.message, emoji: nil), .reacted(emoji: nil))
      }
    }
    router.post("v1/messages/:id/pin") { request, context in
      let name = context.caller.name
      return try await answer(request, context) { message, reader in
        let isSilent = reader.flag("silent") ?? false
        return Mark(
          .pin, .pin(message.row.message, isSilent: isSilent),
          .pinned(by: Sender(.user, id: name)))
      }
    }
    router.post("v1/messages/:id/unpin") { request, context in
      try await answer(request, context) { message, _ in
        Mark(.pin, .unpin(message.row.message), .unpinned)
      }
    }
    router.post("v1/messages/:id/poll/stop") { request, context in
      try await answer(request, context) { message, _ in
        try message.requireOurs("stopped")
        return Mark(.stopPoll, .stopPoll(message.row.message), .pollStopped)
      }
    }
  }

  /// What is done, which ability it takes, and what the row says then.
  private struct Mark: Sendable {
    let ability: Ability
    let operation: Outgoing.Operation
    let effect: DirectEffect

    init(_ ability: Ability, _ operation: Outgoing.Operation, _ effect: DirectEffect) {
      self.ability = ability
      self.operation = operation
      self.effect = effect
    }
  }

  private func answer(
    _ request: Request, _ context: APIContext,
    _ mark: @Sendable (StandingMessage, inout BodyReader) throws -> Mark
  ) async throws -> Response {
    try QueryReader.requireNothing(in: request)
    let once = Once(store: work.store)
    return try await once.answer(request, context) { write in
      let body = try write.jsonIfAny()
      let message = try await messages.message(write.identifier)
      var reader = BodyReader(body)
      let mark = try mark(message, &reader)
      reader.finish()
      guard reader.faults.isEmpty else { throw APIProblem(reader.faults) }
      try message.require(mark.ability, at: work.now())
      let (event, lost) = try await work.perform(
        mark.operation, on: message, noting: mark.effect)
      return try await once.done(
        .ok, JSONFragment(event), to: write, headers: event.tagHeader
      ).lost(lost)
    }
  }
}
