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

/// One HTTP request.
public struct TransferRequest: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  public enum Body: Sendable {
    case none
    case bytes([UInt8], contentType: WireText)
  }

  /// Whose word an address is: what the configuration names may be anywhere, what people name may
  /// not be private.
  public enum Trust: Sendable { case configured, strangers }

  public var method: Method
  public var url: WireText
  /// The words that must never be seen in an error of this request: tokens in its URL.
  public var secrets: [Secret]
  public var headers: [(name: WireText, value: WireText)] = []
  public var body: Body
  /// For the whole exchange, connecting included.
  public var timeout: Duration = .seconds(60)
  /// A longer answer ends the transfer with a failure.
  public var largestAnswer = 8 << 20
  public var trust = Trust.configured

  public init(_ method: Method, _ url: WireText, body: Body = .none, secrets: [Secret] = []) {
    self.method = method
    self.url = url
    self.body = body
    self.secrets = secrets
  }
}

/// An HTTP answer, whole.
public struct TransferResponse: Sendable {
  public let status: Int
  public let headers: [WireHeader]
  public let body: [UInt8]

  public init(status: Int, headers: [WireHeader] = [], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
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
