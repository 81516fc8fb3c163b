/// A request at the public listener, whole.
public struct WebhookRequest: Sendable {
  public let headers: [WireHeader]
  public let body: [UInt8]

  public init(headers: [WireHeader], body: [UInt8]) {
    self.headers = headers
    self.body = body
  }

  public func header(_ name: String) -> String? { headers.value(of: name) }
}

/// What becomes of an authentic request.
public struct WebhookReception: Sendable {
  /// What goes into the journal before the answer goes out; nil when there is nothing to keep (a
  /// handshake).
  public let kept: Kept?
  public let answer: WebhookAnswer

  /// The body to keep, with secrets blanked, and the headers that matter.
  public struct Kept: Sendable {
    public let headers: [WireHeader]
    public let body: [UInt8]

    public init(headers: [WireHeader] = [], body: [UInt8]) {
      self.headers = headers
      self.body = body
    }
  }

  public init(keeping kept: Kept?, answer: WebhookAnswer) {
    self.kept = kept
    self.answer = answer
  }
}

/// The answer of a 200: constant text, never anything a stranger wrote.
public struct WebhookAnswer: Hashable, Sendable {
  public let contentType: String
  public let body: String

  public init(contentType: String = "text/plain", body: String) {
    self.contentType = contentType
    self.body = body
  }
}

/// Why a request is not taken; nothing of it is kept.
public enum WebhookRefusal: Error, Hashable, Sendable {
  /// Answered exactly like an unknown address.
  case unauthenticated
  case tooLarge
}
