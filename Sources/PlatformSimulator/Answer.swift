import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// What a call is answered with: a response, one that does not end, or a closed connection.
enum Answer: Sendable {
  case response(Reply)
  /// A body that goes on until the client has enough of it; its length is announced or not.
  case flood(announced: Int?)
  case hangUp

  /// The parts of a response.
  struct Reply: Sendable {
    var status = 200
    var type = "application/json; charset=utf-8"
    var body: [UInt8] = []
    var retryAfter: Int?
    /// Where a redirection leads.
    var location: String?
    /// Whether it says that the platform did not do what was asked.
    var isRefusal = false
  }

  static func json(_ value: JSONValue, status: Int = 200) -> Answer {
    .response(Reply(status: status, body: value.bytes))
  }

  /// A platform's error, which VK sends with HTTP 200.
  static func refusal(_ value: JSONValue, status: Int = 200) -> Answer {
    .response(Reply(status: status, body: value.bytes, isRefusal: true))
  }

  var status: Int? {
    guard case .response(let reply) = self else { return nil }
    return reply.status
  }

  var isRefusal: Bool {
    guard case .response(let reply) = self else { return false }
    return reply.isRefusal || reply.status >= 400
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
    if let location { headers[.location] = location }
    return Response(
      status: .init(code: status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: body)))
  }
}

extension Response {
  /// Even a flood ends some time: after 16 GiB.
  private static let longestFlood = 16 << 30

  /// A body that nobody wants to read to its end.
  static func flood(announced: Int?) -> Response {
    let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 16)
    let body = ResponseBody(contentLength: announced) { writer in
      var left = announced ?? longestFlood
      while left > 0 {
        var next = piece
        try await writer.write(next.readSlice(length: min(left, piece.readableBytes)) ?? piece)
        left -= min(left, piece.readableBytes)
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream"], body: body)
  }
}
