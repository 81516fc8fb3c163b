import AdapterKit
import EventModel
import JSON
import Relay
import Store

/// Finds out where a message goes and by which calls, before anything is stored (FIELDS §5).
struct MessagePlanning: Sendable {
  let store: any Store
  let channels: ChannelDirectory
  let dialogs: DialogLookup
  let now: @Sendable () -> Timestamp
  /// How long a message may wait of which its caller does not say it.
  let lifetime: Duration

  func submission(
    of wanted: MessageRequest, to dialog: String?, by caller: Caller
  ) async throws -> Submission {
    let destination = try await destination(of: wanted, dialog)
    let channel = destination.channel
    try await requireOpen(destination.address, on: channel)
    let place = channel.adapter.abilities.place(of: destination.address)
    var tokens = CallbackTokens(limit: place.limits.longestCallbackData)
    let operation: Outgoing.Operation
    if let forwarded = wanted.forward {
      try place.require(.forward)
      operation = .forward(
        try await forward(forwarded, over: channel, isSilent: wanted.options.isSilent))
    } else {
      operation = .message(try await message(of: wanted, to: destination, &tokens))
    }
    let outgoing = Outgoing(store.nextEventID(), in: destination.address, operation)
    let plan = try channel.adapter.plan(outgoing, as: channel.identity)
    try wanted.options.check(plan)
    let now = now()
    var submission = Submission(
      to: channel.record.id, as: channel.identity, outgoing, plan: plan,
      dialog: destination.target, sender: wanted.sender ?? Sender(.user, id: caller.name), at: now,
      expiresAt: now.advanced(by: wanted.options.lifetime ?? lifetime))
    submission.tags = wanted.tags
    submission.replyTo = wanted.replyTo
    submission.callbackData = tokens.data
    return submission
  }

  /// Refuses what the platform has said it would refuse.
  func requireOpen(_ address: Dialog.Address, on channel: ChannelRuntime) async throws {
    guard try await store.isClosed(address, in: channel.record.id) else { return }
    var problem = APIProblem(
      .platformRejected, "we may not write there: the platform has taken the right from us")
    let kind = EventError.Kind.botRemoved
    problem.more = [JSONMember("error_type", JSONFragment { $0.value(kind) })]
    throw problem
  }

  /// The message with names of ours for its files, and buttons that the platform can carry.
  private func message(
    of wanted: MessageRequest, to destination: Destination, _ tokens: inout CallbackTokens
  ) async throws -> OutgoingMessage {
    var message = wanted.message
    message.attachments = try await items(
      message.attachments, on: destination.channel.record.platform)
    message.buttons = message.buttons.map { tokens.shorten($0) }
    (message.quote, message.quotedKeys) = try await quote(of: wanted, in: destination)
    return message
  }

  private func destination(
    of wanted: MessageRequest, _ dialog: String?
  ) async throws -> Destination {
    if let dialog {
      let dialog = try await dialogs.dialog(dialog)
      return Destination(
        channel: try channels.channel(of: dialog), address: dialog.address,
        target: .known(dialog.identity.id))
    }
    guard let place = wanted.place, let channel = channels[place.channel] else {
      throw APIProblem([.init("#/channel_id", "there is no such channel")])
    }
    do throws(Refusal) {
      let address = try channel.adapter.address(of: place.conversation)
      return Destination(channel: channel, address: address, target: .address(address))
    } catch {
      throw APIProblem(error, at: place.conversation.pointer)
    }
  }

  /// The message to quote: the one the body names, else the one of the event that is answered, else
  /// none.
  private func quote(
    of wanted: MessageRequest, in destination: Destination
  ) async throws -> (DeliveryRef?, keys: [MessageKey]) {
    var quote = wanted.quote
    var keys: [MessageKey] = []
    if let parent = wanted.replyTo {
      guard let row = try await store.known(parent) else {
        throw APIProblem([.init("#/reply_to_event_id", "there is no such event")])
      }
      guard try await belongs(row.event, to: destination) else {
        throw APIProblem(
          mismatch: "#/reply_to_event_id", "the event belongs to another conversation")
      }
      quote = quote ?? row.event.place.deliveryRef
      if quote == row.event.place.deliveryRef { keys = row.message.keys }
    }
    let platform = destination.channel.record.platform
    if let quote, quote.channelType != platform {
      throw APIProblem(
        mismatch: "#/delivery_ref/channel_type",
        "\(quote.channelType.rawValue.prefix(40)), but the conversation is \(platform)")
    }
    return (quote, keys)
  }

  private func belongs(_ event: Event, to destination: Destination) async throws -> Bool {
    guard let dialog = event.scope.dialog else { return false }
    switch destination.target {
    case .known(let known): return dialog == known
    case .address(let address):
      let record = destination.channel.record
      let name = address.externalID(platform: record.platform, channel: record.id)
      return try await store.dialog(dialog)?.identity.externalID == name
    }
  }
}

/// A conversation that a message goes to.
private struct Destination {
  let channel: ChannelRuntime
  let address: Dialog.Address
  let target: Submission.DialogTarget
}

extension RequestedPlace {
  /// The member of the body that named it.
  fileprivate var pointer: String {
    switch self {
    case .person: "#/external_id"
    case .sourceContext: "#/source_context"
    }
  }
}

extension APIProblem {
  fileprivate init(mismatch pointer: String, _ detail: String) {
    self.init(.deliveryRefMismatch, detail, faults: [Fault(pointer, detail)])
  }
}
