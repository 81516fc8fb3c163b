import AdapterKit
import Settings

/// One mail account: how we are called there, where letters are read and where they are handed in.
struct EmailSettings: Sendable {
  /// From where letters of a mailbox are read that was never read before.
  enum Start: String, CaseIterable {
    /// Only what arrives from now on.
    case now
    case beginning
  }

  /// What becomes of a letter that a program wrote in answer to one.
  enum AutoReplies: String, CaseIterable {
    /// It is an event that nothing automatic answers.
    case store
    case drop
  }

  let address: WireText
  let fromName: String?
  let imap: Endpoint
  let smtp: Endpoint
  let mailboxes: [WireText]
  let usesIdle: Bool
  let start: Start
  let autoReplies: AutoReplies
  /// Of a larger letter only the headers are read.
  let largestLetter: Int

  init?(reading settings: inout SettingsReader) {
    let address = settings.string("address").flatMap { Self.address($0, in: &settings) }
    fromName = settings.optionalString("from_name").flatMap { name in
      if WireText(name) == nil {
        settings.problem("\"from_name\" must not hold control characters", at: "from_name")
      }
      return WireText(name)?.text
    }
    start = settings.choice("start", default: Start.now)
    autoReplies = settings.choice("auto_replies", default: AutoReplies.store)
    largestLetter = settings.bytes("largest_letter", default: 35 << 20)
    var mailboxes: [WireText] = []
    var usesIdle = true
    let imap = settings.section("imap", required: true) { section in
      mailboxes = Self.mailboxes(in: &section)
      usesIdle = section.bool("idle", default: true)
      return Self.endpoint(.imap, port: 993, address, in: &section)
    }
    let smtp = settings.section("smtp", required: true) { section in
      Self.endpoint(.smtp, port: 465, address, in: &section)
    }
    guard let address, let imap, let smtp else { return nil }
    self.address = address
    self.imap = imap
    self.smtp = smtp
    self.mailboxes = mailboxes
    self.usesIdle = usesIdle
  }

  private init(nobody address: WireText) {
    self.address = address
    fromName = nil
    imap = Endpoint(.imap, host: "localhost", port: 143, security: .none, ownName: "localhost")
    smtp = Endpoint(.smtp, host: "localhost", port: 25, security: .none, ownName: "localhost")
    mailboxes = []
    usesIdle = false
    start = .now
    autoReplies = .store
    largestLetter = 0
  }

  /// No account at all, for reading letters without a configuration.
  static let ofNobody = EmailSettings(nobody: "mailbox@local.invalid")

  /// What follows the `@` of our address.
  var domain: String { String(address.text.split(separator: "@").last ?? "") }

  private static func address(_ text: String, in settings: inout SettingsReader) -> WireText? {
    guard let address = EmailAddress.valid(text), let wire = WireText(address) else {
      settings.problem("\"address\" must be an e-mail address", at: "address")
      return nil
    }
    return wire
  }

  private static func mailboxes(in section: inout SettingsReader) -> [WireText] {
    section.strings("mailboxes", default: ["INBOX"]).compactMap { name in
      guard !name.isEmpty, let wire = WireText(name) else {
        section.problem("\"mailboxes\" holds a name with control characters", at: "mailboxes")
        return nil
      }
      return wire
    }
  }

  private static func endpoint(
    _ service: Endpoint.Service, port: Int, _ address: WireText?, in section: inout SettingsReader
  ) -> Endpoint? {
    let host = section.string("host")
    let port = section.int("port", default: port, in: 1...65535)
    let security = section.choice("tls", default: Endpoint.Security.implicit)
    let user = section.optionalString("user") ?? address?.text
    let password = section.optionalSecret("password")
    guard let host, let address else { return nil }
    guard let wireHost = WireText(host), !host.contains(" "), let wireUser = WireText(user ?? ""),
      password.map({ WireText($0.reveal()) != nil }) ?? true
    else {
      section.problem("host, user and password must not hold control characters", at: "host")
      return nil
    }
    if security == .none, !isLoopback(host) {
      section.problem(
        "\"tls: none\" would send the password in the open", at: "tls",
        help: "use implicit or starttls; none is for loopback addresses only")
      return nil
    }
    let domain = address.text.split(separator: "@").last.flatMap { WireText(String($0)) }
    return Endpoint(
      service, host: wireHost, port: port, security: security,
      user: password == nil ? nil : wireUser, password: password, ownName: domain ?? "localhost")
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host == "[::1]" || isLoopbackNumber(host)
  }

  private static func isLoopbackNumber(_ host: String) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && numbers.first == 127 && !numbers.contains(nil)
  }
}
