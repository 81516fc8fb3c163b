import AdapterKit
import EventModel

extension Event {
  /// A message whose outcome nobody knows; it stays `sending_to_platform` under this tag.
  package static let uncertainTag = "delivery:uncertain"

  /// A message that somebody took back before it was sent.
  static let cancelledTag = "delivery:cancelled"

  mutating func add(tag: String) {
    if !tags.contains(tag) { tags.append(tag) }
  }

  mutating func setSending(
    _ state: EventStatus.Sending.State, after error: DeliveryError? = nil
  ) {
    updateStatus { status in
      status.sending = .init {
        $0.status = state
        $0.errorInternal = error?.internalText
      }
    }
  }

  mutating func setSent(at: Timestamp) {
    tags.removeAll { $0 == Self.uncertainTag || $0 == Self.cancelledTag }
    facets[FacetKey<EventError>.error.name] = nil
    updateStatus { status in
      status.sending = .init { $0.status = .sent }
      status.setDelivered(at: at)
    }
  }

  mutating func setUncertain(_ error: DeliveryError) {
    add(tag: Self.uncertainTag)
    updateStatus { status in
      status.sending = .init {
        $0.status = .sendingToPlatform
        $0.errorUserMessage = "Nobody knows whether the message arrived."
        $0.errorInternal = error.internalText
      }
    }
  }

  mutating func setCancelled(at: Timestamp) {
    add(tag: Self.cancelledTag)
    updateStatus { status in
      status.sending = .init {
        $0.status = .failed
        $0.errorUserMessage = "The message was cancelled."
      }
      status.delivery = .init {
        $0.isDelivered = false
        $0.failed = true
        $0.failedAt = at
      }
    }
  }

  /// Takes back that it failed, or that nobody knew.
  mutating func setQueuedAgain() {
    tags.removeAll { $0 == Self.uncertainTag || $0 == Self.cancelledTag }
    facets[FacetKey<EventError>.error.name] = nil
    updateStatus { status in
      status.sending = .init { $0.status = .queued }
      status.delivery = nil
    }
  }

  mutating func setFailed(_ error: DeliveryError, at: Timestamp) {
    tags.removeAll { $0 == Self.uncertainTag }
    failDelivery(error)
    updateStatus { status in
      status.sending = .init {
        $0.status = .failed
        $0.errorUserMessage = error.userMessage
        $0.errorInternal = error.internalText
      }
      status.setFailed(error, at: at)
    }
    setError(error)
  }

  mutating func setError(_ error: DeliveryError) {
    facets.set(
      EventError {
        $0.code = .deliveryFailed
        $0.kind = error.kind
        $0.message = error.userMessage
      }, for: .error)
  }
}

extension EventStatus {
  mutating func setDelivered(at: Timestamp) {
    delivery = .init {
      $0.isDelivered = true
      $0.deliveredAt = at
    }
  }

  mutating func setFailed(_ error: DeliveryError, at: Timestamp) {
    delivery = .init {
      $0.isDelivered = false
      $0.failed = true
      $0.failedAt = at
      $0.failureReason = error.kind
    }
  }
}

extension DeliveryError {
  /// The platform's code and words, for those who mend it.
  package var internalText: String {
    [code, reason].compactMap(\.self).joined(separator: ": ")
  }

  /// Words for an operator's screen.
  fileprivate var userMessage: String {
    switch kind {
    case .userBlocked: "The person does not accept messages from us."
    case .chatNotFound: "There is no such conversation any more."
    case .botRemoved: "Our account was removed from this conversation."
    case .rateLimit: "The platform takes no more messages for now."
    case .messageTooLong: "The message is too long for this platform."
    case .timeout: "The platform did not answer."
    case .invalidToken: "The platform does not accept our credentials."
    default: "The platform refused the message."
    }
  }
}
