import AdapterKit
import EventModel

/// A row with what one needs to do something to it.
package struct KnownRow: Sendable {
  package let event: Event
  package var message: KnownMessage
  package let channel: ChannelID
  package let dialog: DialogID?
  /// Where its conversation is.
  package let address: Dialog.Address?
  /// Of a message of ours that we sent: how far it is.
  package let sending: EventStatus.Sending.State?
  /// Nobody knows whether it, or all of it, arrived.
  package let isUncertain: Bool
  /// It waits in the queue and nothing of it was tried.
  package let isUntouched: Bool
  package let isDeleted: Bool
  /// How it is to be sent while it waits.
  package var manner: Manner?

  package init(
    _ event: Event, _ message: KnownMessage, in channel: ChannelID, at address: Dialog.Address?,
    isUntouched: Bool
  ) {
    self.event = event
    self.message = message
    self.channel = channel
    dialog = event.scope.dialog
    self.address = address
    sending = event.sending
    isUncertain = event.tags.contains(Event.uncertainTag)
    self.isUntouched = isUntouched
    isDeleted = event.isDeleted
  }
}

extension KnownMessage {
  package init(_ event: Event, keys: [MessageKey], parts: [SentPart]) {
    self.init(
      event.id, keys: keys, occurredAt: event.timeline.occurredAt,
      isOurs: event.place.sourceContext?.direction == .outbound)
    self.parts = parts
    content = event.message?.content ?? ""
    attachments = event.attachments
  }
}

/// What somebody decides about an operation that waits or did not end well.
package enum Decision: String, Sendable, CaseIterable {
  /// Failed or uncertain: what was not sent is due again, with a fresh expiry.
  case retry
  /// Uncertain: it counts as sent.
  case assumeSent
  /// Queued, and nothing of it tried: it is not sent.
  case cancel
}

/// What a direct operation has done to a row.
package enum DirectEffect: Sendable {
  /// Our one reaction is this now; nil took it back.
  case reacted(emoji: String?)
  case pinned(by: Sender)
  case unpinned
  case pollStopped
  /// Our side has read the conversation up to this row.
  case readUpTo(by: Sender)
}
