import EventModel

/// A channel that can be asked what became of a send.
public protocol OutcomeLookup: ChannelAdapter {
  /// Looks for a part that may have arrived; it was tried first at that time.
  func lookUp(
    _ part: Part, in dialog: Dialog.Address, triedAt: Timestamp, over transport: some Transport
  ) async throws(SendFailure) -> LookedUp
}

/// What looking for a part found.
public enum LookedUp: Hashable, Sendable {
  case arrived(PartReceipt)
  /// It did not arrive, and will not.
  case absent
  /// The platform does not tell.
  case unknown
}

/// A channel that can say a part in another way, when the platform asks for it.
public protocol PartMending: ChannelAdapter {
  /// The part without what the platform did not take; nil when it has no such thing. Pure.
  func part(_ part: Part, with degradation: Degradation) -> Part?
  /// The part for the conversation's new address. Pure.
  func part(_ part: Part, movedTo address: Dialog.Address) -> Part?
}
