import NIOHTTP1

/// Refuses heads that NIO's parser takes and others read differently: what two readers disagree on
/// can smuggle a request.
enum HeadCheck {
  static func isSound(_ head: HTTPRequestHead) -> Bool {
    (head.version == .http1_1 || head.version == .http1_0)
      && hasKnownMethod(head) && hasOneHost(head) && hasPlainFraming(head)
      && path(of: head.uri) != nil
  }

  /// The path a target names, with its query: the target itself, or what follows the authority of
  /// an absolute one; nil for any other kind.
  static func path(of target: String) -> String? {
    if target.utf8.first == UInt8(ascii: "/") { return target }
    guard let colon = target.firstIndex(of: ":"), target[colon...].hasPrefix("://"),
      ["http", "https"].contains(target[..<colon].lowercased())
    else { return nil }
    let rest = target[colon...].dropFirst(3)
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
  }

  private static func hasOneHost(_ head: HTTPRequestHead) -> Bool {
    let hosts = head.headers["host"].count
    return hosts == 1 || hosts == 0 && head.version == .http1_0
  }

  /// A body is framed by a length, or in HTTP/1.1 by exactly one `chunked`, and never by both.
  private static func hasPlainFraming(_ head: HTTPRequestHead) -> Bool {
    let codings = head.headers["transfer-encoding"]
    let lengths = head.headers["content-length"]
    guard let coding = codings.first else { return lengths.count <= 1 }
    return head.version == .http1_1 && lengths.isEmpty && codings.count == 1
      && coding.lowercased() == "chunked"
  }

  private static func hasKnownMethod(_ head: HTTPRequestHead) -> Bool {
    switch head.method {
    case .GET, .POST, .HEAD, .PUT, .DELETE, .OPTIONS, .PATCH: true
    default: false
    }
  }
}
