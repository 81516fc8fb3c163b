import Settings

/// Carries requests to a platform. libcurl does it in the daemon, a script in tests.
public protocol Transport: Sendable {
  associatedtype Stream: ByteStream

  /// Makes one request, once. An HTTP status of any kind is an answer and no failure;
  /// a failure tells by its case whether anything was written.
  func perform(_ request: TransferRequest) async throws(SendFailure) -> TransferResponse

  /// Opens a connection that is ready to talk: TLS is up, the login is done.
  func open(_ endpoint: Endpoint) async throws(SendFailure) -> Stream
}

/// A connection to a server of lines (IMAP, SMTP), with its own deadlines.
public protocol ByteStream: Sendable {
  /// The server's lines while the connection was made: greeting, capabilities or EHLO answer.
  var opening: [String] { get }
  /// Returns when all bytes were handed to the connection.
  func send(_ bytes: [UInt8], within limit: Duration) async throws(SendFailure)
  /// The next bytes, at most 64 KiB at once; none when the server has closed.
  func receive(within limit: Duration) async throws(SendFailure) -> [UInt8]
  func close() async
}

/// An HTTP answer, whole.
public struct TransferResponse: Sendable {
  public let status: Int
  public let headers: [WireHeader]
  /// Empty when the answer went to a file.
  public let body: [UInt8]
  /// What was written to the request's destination; nil when the body is in memory.
  public let file: WrittenFile?

  public init(
    status: Int, headers: [WireHeader] = [], body: [UInt8], file: WrittenFile? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.file = file
  }

  /// A body that was written to a file as it came.
  public struct WrittenFile: Hashable, Sendable {
    public let size: Int
    /// The 32 bytes of SHA-256.
    public let sha256: [UInt8]

    public init(size: Int, sha256: [UInt8]) {
      self.size = size
      self.sha256 = sha256
    }
  }
}

/// A server of lines, and how to log in there.
public struct Endpoint: Hashable, Sendable {
  public enum Service: String, Sendable { case imap, smtp }
  /// `none` is refused by the settings for other than loopback addresses.
  public enum Security: String, CaseIterable, Sendable { case implicit, starttls, none }

  public var service: Service
  public var host: WireText
  public var port: Int
  public var security: Security
  public var user: WireText?
  public var password: Secret?
  /// How we name ourselves in EHLO.
  public var ownName: WireText

  public init(
    _ service: Service, host: WireText, port: Int, security: Security, user: WireText? = nil,
    password: Secret? = nil, ownName: WireText
  ) {
    self.service = service
    self.host = host
    self.port = port
    self.security = security
    self.user = user
    self.password = password
    self.ownName = ownName
  }
}
