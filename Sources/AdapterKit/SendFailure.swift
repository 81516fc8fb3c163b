import EventModel

/// How a call to a platform failed; the case says what to do, the texts are for people.
public enum SendFailure: Error, Hashable, Sendable {
  /// Too fast; nothing was done. Not again before that long, as far as it reaches.
  case throttled(retryAfter: Duration, Reach, DeliveryError)
  /// Not a byte of the request was written, or the platform says it did nothing; trying again is
  /// harmless.
  case unavailable(DeliveryError)
  /// The request was written, at least in part, and no answer that can be read came back.
  case uncertain(DeliveryError)
  /// The platform's answer is no, and will be no again.
  case rejected(DeliveryError)
  /// Our credentials are not accepted: the channel itself is out of order.
  case unauthorized(DeliveryError)
  /// The state we asked for was there already.
  case alreadyDone
  /// The platform does not take this part as it is, and would take it so; nothing was done.
  case without(Degradation, DeliveryError)
  /// The conversation has another address; nothing was done.
  case moved(to: Dialog.Address, DeliveryError)

  /// What must wait when a platform is asked too fast.
  public enum Reach: Hashable, Sendable {
    /// This conversation; the others go on.
    case conversation
    /// Everything that we do there.
    case channel
  }

  public var error: DeliveryError? {
    switch self {
    case .throttled(_, _, let error), .unavailable(let error), .uncertain(let error),
      .rejected(let error), .unauthorized(let error), .without(_, let error),
      .moved(_, let error):
      error
    case .alreadyDone: nil
    }
  }
}

/// The vocabulary of failures (FIELDS §11), with the platform's own words, free of secrets.
public struct DeliveryError: Hashable, Sendable {
  /// The exact kind; `error.error_type`.
  public typealias Kind = EventError.Kind

  public let kind: Kind
  /// The platform's code: an HTTP status, VK's error_code, an SMTP reply code.
  public let code: String?
  /// The platform's own words, cut and free of secrets.
  public let reason: String

  public init(_ kind: Kind, code: String? = nil, _ reason: String) {
    self.kind = kind
    self.code = code
    self.reason = reason
  }
}
