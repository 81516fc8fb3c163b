import NIOCore
import NIOHTTP1

/// A request that came whole.
struct IncomingRequest {
  let method: HTTPMethod
  /// The target's path, with its query.
  let path: String
  let headers: HTTPHeaders
  let body: [UInt8]
}

/// Puts the parts of one request after another together, and holds each to its limits.
struct RequestReader {
  /// What a part leads to.
  enum Step {
    /// The head is good.
    case begun(asksToGoOn: Bool)
    case more
    case whole(IncomingRequest)
    case refused(Answer)
  }

  private let largestBody: Int
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  /// How the request at hand wants to be answered.
  private(set) var manner = Answer.Manner()

  init(largestBody: Int) { self.largestBody = largestBody }

  mutating func take(_ part: HTTPServerRequestPart) -> Step {
    switch part {
    case .head(let head): begin(head)
    case .body(let bytes): add(bytes)
    case .end: end()
    }
  }

  /// Room for a body is made at once, but no more than this on a stranger's word.
  private static let largestRoom = 16 << 10

  private mutating func begin(_ head: HTTPRequestHead) -> Step {
    manner = Answer.Manner()
    guard HeadCheck.isSound(head) else { return .refused(.badRequest) }
    var length = 0
    if let claim = head.headers.first(name: "content-length") {
      guard let claimed = Int(claim), claimed <= largestBody else { return .refused(.tooLarge) }
      length = claimed
    }
    // After an upgrade that nobody made, NIO's parser reads no further.
    manner.closes = !head.isKeepAlive || head.headers.contains(name: "upgrade")
    manner.saysKeepAlive = head.version == .http1_0
    manner.omitsBody = head.method == .HEAD
    body.reserveCapacity(min(length, Self.largestRoom))
    self.head = head
    return .begun(asksToGoOn: Self.asksToGoOn(head))
  }

  private mutating func add(_ bytes: ByteBuffer) -> Step {
    guard bytes.readableBytes <= largestBody - body.count else {
      manner.closes = true
      return .refused(.tooLarge)
    }
    bytes.withUnsafeReadableBytes { body.append(contentsOf: $0) }
    return .more
  }

  private mutating func end() -> Step {
    guard let head, let path = HeadCheck.path(of: head.uri) else { return .refused(.badRequest) }
    self.head = nil
    let whole = body
    body = []
    return .whole(
      IncomingRequest(method: head.method, path: path, headers: head.headers, body: whole))
  }

  private static func asksToGoOn(_ head: HTTPRequestHead) -> Bool {
    head.version == .http1_1
      && head.headers.first(name: "expect")?.lowercased() == "100-continue"
  }
}
