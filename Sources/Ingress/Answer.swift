import NIOCore

/// What a caller is told: constant texts, so that nobody's words come back to anybody.
struct Answer: Sendable {
  let code: Int
  /// The code and its reason, as the status line has them.
  private let status: String
  private let type: String
  private let retryAfter: Int?
  private let body: String

  private init(
    _ code: Int, _ reason: String, type: String = "text/plain", retryAfter: Int? = nil, body: String
  ) {
    self.code = code
    status = "\(code) \(reason)"
    self.type = type
    self.retryAfter = retryAfter
    self.body = body
  }

  /// A platform's own kind of yes.
  static func ok(type: String, body: String) -> Answer { Answer(200, "OK", type: type, body: body) }

  static let healthy = ok(type: "text/plain", body: "ok")
  static let badRequest = Answer(400, "Bad Request", body: "bad request\n")
  /// The same for an unknown path, an unknown slug, a wrong secret and a wrong method.
  static let notFound = Answer(404, "Not Found", body: "not found\n")
  static let timeout = Answer(408, "Request Timeout", body: "request timeout\n")
  static let tooLarge = Answer(413, "Content Too Large", body: "content too large\n")
  static let headTooLarge = Answer(
    431, "Request Header Fields Too Large", body: "request header fields too large\n")
  /// The journal is busy, full or late; the platform repeats.
  static let comeAgain = Answer(
    503, "Service Unavailable", retryAfter: 5, body: "try again later\n")

  /// Every code that is ever answered.
  static let codes = [200, 400, 404, 408, 413, 431, 503]

  /// How an answer is put to one caller.
  struct Manner: Sendable {
    /// No other request is taken on the connection.
    var closes = true
    /// A caller of HTTP/1.0 closes unless it is told not to.
    var saysKeepAlive = false
    /// What `HEAD` asks for.
    var omitsBody = false
  }

  func bytes(_ manner: Manner, from allocator: ByteBufferAllocator) -> ByteBuffer {
    var bytes = allocator.buffer(capacity: 192)
    bytes.writeStaticString("HTTP/1.1 ")
    bytes.writeString(status)
    bytes.writeStaticString("\r\ncontent-type: ")
    bytes.writeString(type)
    bytes.writeStaticString("\r\ncontent-length: ")
    bytes.writeString(String(body.utf8.count))
    if let retryAfter { bytes.writeString("\r\nretry-after: \(retryAfter)") }
    if manner.closes {
      bytes.writeStaticString("\r\nconnection: close")
    } else if manner.saysKeepAlive {
      bytes.writeStaticString("\r\nconnection: keep-alive")
    }
    bytes.writeStaticString("\r\n\r\n")
    if !manner.omitsBody { bytes.writeString(body) }
    return bytes
  }

  /// Asks a caller that waits for it to send the body.
  static let goOn = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
}
