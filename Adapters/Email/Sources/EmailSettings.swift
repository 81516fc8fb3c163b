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

  /// Whether the server files what is handed in; `auto` knows the large providers.
  enum KeepsSent: String, CaseIterable { case auto, yes, no }

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
  /// The folder of what we sent; nil when the server is asked for it.
  let sentMailbox: WireText?
  /// Whether what is handed in stands in that folder by itself, so that what does not stand there
  /// was not sent.
  let keepsSent: Bool

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
    var sentMailbox: WireText?
    var keepsSent = KeepsSent.auto
    let imap = settings.section("imap", required: true) { section in
      mailboxes = Self.mailboxes(in: &section)
      usesIdle = section.bool("idle", default: true)
      sentMailbox = section.optionalString("sent_mailbox").flatMap { name in
        if WireText(name) == nil {
          section.problem("\"sent_mailbox\" must not hold control characters", at: "sent_mailbox")
        }
        return WireText(name)
      }
      return Self.endpoint(.imap, port: 993, address, in: &section)
    }
    let smtp = settings.section("smtp", required: true) { section in
      keepsSent = section.choice("keeps_sent", default: KeepsSent.auto)
      return Self.endpoint(.smtp, port: 465, address, in: &section)
    }
    guard let address, let imap, let smtp else { return nil }
    self.address = address
    self.imap = imap
    self.smtp = smtp
    self.mailboxes = mailboxes
    self.usesIdle = usesIdle
    self.sentMailbox = sentMailbox
    self.keepsSent =
      keepsSent == .auto ? Self.isKnownToKeepSent(smtp.host.text) : keepsSent == .yes
  }

  /// Providers whose SMTP files what goes through it (their help pages).
  private static func isKnownToKeepSent(_ host: String) -> Bool {
    ["gmail.com", "googlemail.com", "office365.com", "outlook.com"].contains {
      host == $0 || host.lowercased().hasSuffix("." + $0)
    }
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
    sentMailbox = nil
    keepsSent = false
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
