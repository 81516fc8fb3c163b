import PlatformSimulator

/// What must never be seen in a log.
enum Secrets {
  static let apiKey = "chd_e2e_4f1d0b2c9a8e7d6c5b4a"
  static let vkToken = "vk1.a.e2e-token-9f8e7d6c5b4a3f2e1d0c"
  static let vkSecret = "e2eVkSecret5b4a3f2e1d0c"
  static let telegramToken = "7001002003:AAe2e-token-9f8e7d6c5b4a3f2e1d0c"
  static let telegramSecret = "e2e-webhook-secret-5b4a3f2e1d0c"
  static let mailPassword = "e2e-mail-password-3f2e1d0c"

  static let all = [
    apiKey, vkToken, vkSecret, telegramToken, telegramSecret, mailPassword,
  ]
}

/// A channel that a test's daemon has, with the account it belongs to.
enum ChannelUnderTest: Sendable {
  case vkCallback, vkLongPoll, telegramWebhook, telegramPolling, email
  /// The account of `email`, with a server that files what it sends, as Gmail does.
  case filingEmail

  static let group: Int64 = 222_000_111
  static let bot = "e2e_bot"
  static let mailbox = "support@shop.test"

  var name: String {
    switch self {
    case .vkCallback, .vkLongPoll: "shop-vk"
    case .telegramWebhook, .telegramPolling: "support-bot"
    case .email, .filingEmail: "helpdesk-mail"
    }
  }

  /// The last path element of its webhook.
  var slug: String { "e2e-\(name)" }

  /// The account on the simulated platforms.
  static func simulated() -> SimulatorSettings {
    var settings = SimulatorSettings(
      communities: [VKAccount(groupID: group, token: Secrets.vkToken)],
      bots: [TelegramAccount(token: Secrets.telegramToken, username: bot)])
    // VK gives an event up after its last repeat: here it outlives every restart of the daemon.
    settings.pace.callbackRepeats = Array(repeating: .milliseconds(100), count: 1000)
    settings.pace.longestWebhookWait = .milliseconds(200)
    return settings
  }

  /// Its part of the configuration.
  func configuration(simulator: Int, mail: (imap: Int, smtp: Int)?) -> String {
    let platform = "    api_base: http://127.0.0.1:\(simulator)\n    slug: \(slug)\n"
    switch self {
    case .vkCallback, .vkLongPoll:
      return """
          - name: \(name)
            type: vk
            group_id: \(Self.group)
            token: "${file:secrets/vk_token}"
            secret: "${file:secrets/vk_secret}"
            transport: \(self == .vkCallback ? "callback" : "long_poll")

        """ + platform
    case .telegramWebhook, .telegramPolling:
      return """
          - name: \(name)
            type: tg
            token: "${file:secrets/telegram_token}"
            webhook_secret: "${file:secrets/telegram_secret}"
            transport: \(self == .telegramWebhook ? "webhook" : "polling")

        """ + platform
    case .email, .filingEmail:
      let user = #"user: \#(Self.mailbox), password: "${file:secrets/mail_password}""#
      let boxes = self == .filingEmail ? ", mailboxes: [INBOX, Sent]" : ""
      let keeps = self == .filingEmail ? ", keeps_sent: yes" : ""
      return """
          - name: \(name)
            type: email
            address: \(Self.mailbox)
            imap: {host: 127.0.0.1, port: \(mail?.imap ?? 0), tls: none, \(user)\(boxes)}
            smtp: {host: 127.0.0.1, port: \(mail?.smtp ?? 0), tls: none\(keeps)}
            start: beginning

        """
    }
  }

  var isMail: Bool {
    switch self {
    case .email, .filingEmail: true
    case .vkCallback, .vkLongPoll, .telegramWebhook, .telegramPolling: false
    }
  }
}
