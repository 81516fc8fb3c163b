import HTTPTypes
import Hummingbird

extension Response {
  /// An answer of JSON text that is made already.
  init(status: HTTPResponse.Status = .ok, json: [UInt8], headers: HTTPFields = HTTPFields()) {
    var headers = headers
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    self.init(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
  }
}

extension HTTPField.Name {
  static let requestID = named("X-Request-Id")
  static let idempotencyKey = named("Idempotency-Key")
  static let idempotencyReplayed = named("Idempotency-Replayed")
  static let lastEventID = named("Last-Event-ID")
  static let degraded = named("Channeld-Degraded")
  static let nextCursor = named("Channeld-Next-Cursor")
  static let prefer = named("Prefer")
  static let preferenceApplied = named("Preference-Applied")
  static let total = named("Channeld-Total")
  static let link = named("Link")

  private static func named(_ name: StaticString) -> Self {
    guard let field = Self("\(name)") else { preconditionFailure("\(name) is no header") }
    return field
  }
}
