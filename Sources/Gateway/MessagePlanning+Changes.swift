import AdapterKit
import EventModel
import JSON
import Relay
import Store

/// Edits and deletions: what becomes of the row at once, and what is asked of the platform.
extension MessagePlanning {
  /// How far a deletion goes.
  enum Scope: String, CaseIterable, Sendable { case everywhere, local }

  func edit(
    of message: StandingMessage, to wanted: EditRequest, by sender: Sender
  ) async throws -> Submission {
    try message.requireThere()
    try message.requireOurs("edited")
    try await requireOpen(message.address, on: message.channel)
    try message.requireQuiet()
    let now = now()
    let decision = message.decision(.edit, at: now)
    let isInQueue = decision.reason == .notAttempted
    var tokens = CallbackTokens(limit: message.place.limits.longestCallbackData)
    let changed = try await changed(message, wanted, &tokens)
    let identity = message.channel.identity
    var known = message.row.message
    known.buttons = tokens.shorten(message.row.event.buttons)
    let operation = Outgoing(store.nextEventID(), in: message.address, .edit(known, changed))
    var plan = Plan([])
    if isInQueue {
      let whole = try await whole(message, changed, &tokens)
      plan = try message.channel.adapter.plan(whole, as: identity)
    } else if decision == .pending {
      plan = try message.channel.adapter.plan(operation, as: identity)
    }
    try wanted.options.check(plan)
    var submission = change(operation, of: message, plan, by: wanted.sender ?? sender, at: now)
    submission.platformAction = decision.action(on: message.channel.record.platform, at: now)
    submission.isInQueue = isInQueue
    submission.callbackData = tokens.data
    return submission
  }

  func deletion(
    of message: StandingMessage, _ scope: Scope, by sender: Sender
  ) throws -> Submission {
    try message.requireThere()
    try message.requireQuiet()
    let now = now()
    // What waits untouched is taken out of the queue, however far the deletion should go.
    let isInQueue = message.row.sending == .queued && message.row.isUntouched
    var decision = message.decision(
      scope == .everywhere || isInQueue ? .delete : .deleteHere, at: now)
    let operation = Outgoing(
      store.nextEventID(), in: message.address, .delete(message.row.message))
    var plan = Plan([])
    if decision == .pending {
      do throws(Refusal) {
        plan = try message.channel.adapter.plan(operation, as: message.channel.identity)
      } catch {
        guard error.cause == .unsupported else { throw APIProblem(error) }
        decision = .notRequired(.notSupported)
      }
    }
    var submission = change(operation, of: message, plan, by: sender, at: now)
    submission.platformAction = decision.action(on: message.channel.record.platform, at: now)
    submission.isInQueue = isInQueue
    return submission
  }

  private func change(
    _ operation: Outgoing, of message: StandingMessage, _ plan: Plan, by sender: Sender,
    at now: Timestamp
  ) -> Submission {
    Submission(
      to: message.channel.record.id, as: message.channel.identity, operation, plan: plan,
      dialog: .known(message.dialog), sender: sender, at: now,
      expiresAt: now.advanced(by: lifetime))
  }

  /// The message with what is to change.
  private func changed(
    _ message: StandingMessage, _ wanted: EditRequest, _ tokens: inout CallbackTokens
  ) async throws -> OutgoingMessage {
    let known = message.row.event
    var changed = OutgoingMessage(try wanted.text ?? known.message?.text ?? "")
    changed.attachments = known.attachments
    if let attachments = wanted.attachments {
      changed.attachments = try await items(
        attachments, like: known.attachments, on: message.channel.record.platform)
    }
    changed.buttons = wanted.buttons.map { tokens.shorten($0) }
    changed.hidesPreview = wanted.options.hidesPreview
    guard !changed.text.isEmpty || !changed.attachments.isEmpty else {
      throw APIProblem([.init("#/content", "nothing would be left: no text and no file")])
    }
    return changed
  }

  /// The whole message as it is to be sent now, in place of the one that waits.
  private func whole(
    _ message: StandingMessage, _ changed: OutgoingMessage, _ tokens: inout CallbackTokens
  ) async throws -> Outgoing {
    let event = message.row.event
    let interactions = try event.facets[.messageInteractions]
    guard interactions?.forwarding == nil else {
      throw APIProblem(.conflict, "what is forwarded cannot be changed before it is sent")
    }
    var whole = changed
    whole.subject = event.message?.subject
    if let manner = message.row.manner {
      whole.quote = manner.quote
      whole.copies = manner.copies
      whole.isSilent = manner.isSilent
      whole.hidesPreview = changed.hidesPreview || manner.hidesPreview
    }
    whole.buttons = changed.buttons ?? tokens.shorten(event.buttons)
    if whole.quote == nil, let parent = interactions?.replies?.replyTo,
      let row = try await store.known(parent)
    {
      whole.quote = row.event.place.deliveryRef
      whole.quotedKeys = row.message.keys
    }
    return Outgoing(event.id, in: message.address, .message(whole))
  }
}

extension Message {
  /// The text as it stands, with its formatting.
  fileprivate var text: RichText {
    get throws {
      guard let entities else { return RichText(content) }
      return RichText(content, entities: try JSONDocument(parsing: entities.bytes).root)
    }
  }
}
