import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// What a call is answered with: a response, or a connection that is closed.
enum Answer: Sendable {
  case response(Reply)
  case hangUp

  /// The parts of a response.
  struct Reply: Sendable {
    var status = 200
    var type = "application/json; charset=utf-8"
    var body: [UInt8] = []
    var retryAfter: Int?
  }

  static func json(_ value: JSONValue, status: Int = 200) -> Answer {
    .response(Reply(status: status, body: value.bytes))
  }

  var status: Int? {
    guard case .response(let reply) = self else { return nil }
    return reply.status
  }

  /// The answer's text as the call log shows it.
  var logged: String {
    guard case .response(let reply) = self else { return "" }
    return String(decoding: reply.body.prefix(CallLog.longestAnswer), as: UTF8.self)
  }

  /// The error page of a proxy in front of a platform.
  static func errorPage(_ status: Int) -> Answer {
    let page =
      "<html>\r\n<head><title>\(status)</title></head>\r\n<body>\(status)</body>\r\n</html>"
    return .response(Reply(status: status, type: "text/html", body: Array(page.utf8)))
  }
}

extension Answer.Reply {
  var response: Response {
    var headers: HTTPFields = [.contentType: type]
    if let retryAfter { headers[.retryAfter] = String(retryAfter) }
    return Response(
      status: .init(code: status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: body)))
  }
}
