import NIOHTTP1

/// Refuses heads that NIO's parser takes and others read differently: what two readers disagree on
/// can smuggle a request.
enum HeadCheck {
  static func isSound(_ head: HTTPRequestHead) -> Bool {
    hasOneHost(head) && hasPlainFraming(head) && hasKnownMethod(head)
      && (head.version == .http1_1 || head.version == .http1_0) && head.uri.utf8.first == 0x2F
  }

  private static func hasOneHost(_ head: HTTPRequestHead) -> Bool {
    let hosts = head.headers["host"].count
    return head.version == .http1_1 ? hosts == 1 : hosts <= 1
  }

  /// A body is framed by a length, or in HTTP/1.1 by exactly one `chunked`, and never by both.
  private static func hasPlainFraming(_ head: HTTPRequestHead) -> Bool {
    let codings = head.headers["transfer-encoding"]
    let lengths = head.headers["content-length"]
    guard !codings.isEmpty else { return lengths.count <= 1 }
    return head.version == .http1_1 && lengths.isEmpty && codings.count == 1
      && codings[0].lowercased() == "chunked"
  }

  private static func hasKnownMethod(_ head: HTTPRequestHead) -> Bool {
    switch head.method {
    case .GET, .POST, .HEAD, .PUT, .DELETE, .OPTIONS, .PATCH: true
    default: false
    }
  }
}
