import NIOHTTP1

/// What a caller is told: constant texts, so that nobody's words come back to anybody.
struct Answer: Sendable {
  let status: HTTPResponseStatus
  var type = "text/plain"
  let body: String
  var retryAfter: String?

  static let healthy = Answer(status: .ok, body: "ok")
  /// The same for an unknown path, an unknown slug, a wrong secret and a wrong method.
  static let notFound = Answer(status: .notFound, body: "not found\n")
  static let badRequest = Answer(status: .badRequest, body: "bad request\n")
  static let timeout = Answer(status: .requestTimeout, body: "request timeout\n")
  static let tooLarge = Answer(status: .payloadTooLarge, body: "payload too large\n")
  /// The journal is busy or full; the platform repeats.
  static let comeAgain = Answer(
    status: .serviceUnavailable, body: "try again later\n", retryAfter: "5")

  func head(closing: Bool) -> HTTPResponseHead {
    var headers = HTTPHeaders()
    headers.reserveCapacity(4)
    headers.add(name: "content-type", value: type)
    headers.add(name: "content-length", value: String(body.utf8.count))
    if let retryAfter { headers.add(name: "retry-after", value: retryAfter) }
    if closing { headers.add(name: "connection", value: "close") }
    return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
  }
}
