import Settings

/// One HTTP request.
public struct TransferRequest: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  public enum Body: Sendable {
    case none
    case bytes([UInt8], contentType: WireText)
    /// The file at that path, read while it is sent; a file that shrinks meanwhile ends the
    /// request.
    case file(String, contentType: WireText)
    /// multipart/form-data (RFC 7578).
    case form([FormPart])
  }

  /// Where the body of an answer goes.
  public enum Destination: Hashable, Sendable {
    /// Into the response, as far as `largestAnswer` allows.
    case memory
    /// The body of a 2xx goes to a new file at that path, as it comes and in no content coding;
    /// of any other answer, the first `largestAnswer` bytes go into the response.
    ///
    /// A file longer than that many bytes is `rejected` as `fileTooLarge`. Whatever fails, no
    /// file is left behind. Nothing is synced to the disk.
    case file(String, atMost: Int)
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
  public var destination = Destination.memory
  /// For the whole exchange, connecting and redirects included.
  public var timeout: Duration = .seconds(60)
  /// A longer answer in memory ends the transfer with a failure.
  public var largestAnswer = 8 << 20
  public var trust = Trust.configured
  /// Whether a GET goes where the answer sends it, five times at most.
  ///
  /// To another scheme, host or port it goes as if a stranger had named the address, and with no
  /// other headers than `Accept`, `Range`, `If-Range` and `User-Agent`.
  public var followsRedirects = false

  /// Whether it is a call that the platform's limits count; what it takes on the way to a send, or
  /// to learn its outcome, goes at the channel's pace then.
  public var isCounted = false

  public init(_ method: Method, _ url: WireText, body: Body = .none, secrets: [Secret] = []) {
    self.method = method
    self.url = url
    self.body = body
    self.secrets = secrets
  }
}

/// One field of a form, or one file in it.
public struct FormPart: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case bytes([UInt8])
    /// The file at that path, read while it is sent.
    case file(String)
  }

  public var name: WireText
  /// What the file is called over there; a quotation mark in it arrives as `%22` (WHATWG HTML,
  /// multipart/form-data encoding algorithm).
  public var fileName: WireText?
  public var contentType: WireText?
  public var content: Content

  public init(
    _ name: WireText, _ content: Content, fileName: WireText? = nil, contentType: WireText? = nil
  ) {
    self.name = name
    self.content = content
    self.fileName = fileName
    self.contentType = contentType
  }

  /// A field of text.
  public init(_ name: WireText, _ value: String) {
    self.init(name, .bytes(Array(value.utf8)))
  }
}
