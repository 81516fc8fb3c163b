/// What a simulator plays: its address, its communities and bots, how patient and how large it is.
package struct SimulatorSettings: Sendable {
  package var host = "127.0.0.1"
  /// The port to listen on; 0 takes a free one, which `Simulator.port` then tells.
  package var port = 0
  package var communities: [VKAccount]
  package var bots: [TelegramAccount]
  package var limits = SimulatorLimits()
  package var pace = SimulatorPace.quick
  /// Where ids begin. Without it they begin at a number that grows with the time of the start, so
  /// that a simulator which is started anew does not hand out the ids of the one before.
  package var firstNumber: Int64?
  /// The time that platforms write into messages.
  package var clock: @Sendable () -> WallTime = WallTime.now

  package init(communities: [VKAccount] = [], bots: [TelegramAccount] = []) {
    self.communities = communities
    self.bots = bots
  }
}

/// A person on a platform, as far as its API tells.
package struct Person: Hashable, Sendable {
  package var id: Int64
  package var firstName: String
  package var lastName: String
  /// VK's screen name, Telegram's username.
  package var username: String?

  package init(id: Int64, firstName: String, lastName: String = "", username: String? = nil) {
    self.id = id
    self.firstName = firstName
    self.lastName = lastName
    self.username = username
  }
}

/// A VK community whose API the simulator plays.
package struct VKAccount: Hashable, Sendable {
  package var groupID: Int64
  package var token: String
  /// The token of one of its administrators, if there is one: comments may need it.
  package var userToken: String?
  package var name = "Магазин"
  package var screenName = "shop"
  package var confirmationCode = "8fb1f4e2"
  /// Who may be written to from the first moment; everybody who writes joins them.
  package var people: [Person] = []

  package init(groupID: Int64, token: String) {
    self.groupID = groupID
    self.token = token
  }
}

/// A Telegram bot whose Bot API the simulator plays.
package struct TelegramAccount: Hashable, Sendable {
  /// Digits, a colon and text; the digits are the bot's id.
  package var token: String
  package var username: String
  package var name = "Поддержка"
  /// Who has started the bot before the first moment; everybody who writes joins them.
  package var people: [Person] = []

  package init(token: String, username: String) {
    self.token = token
    self.username = username
  }

  /// The number before the colon of the token.
  package var id: Int64 { Int64(token.prefix { $0 != ":" }) ?? 0 }
}

/// How much a simulator takes and keeps.
package struct SimulatorLimits: Hashable, Sendable {
  /// Telegram's cloud takes uploads of 50 MB; the rest is for the other parts of the form.
  package var bodyBytes = 52 << 20
  /// Calls kept in the call log; older ones are dropped and counted.
  package var calls = 20_000
  /// Messages kept in one chat.
  package var messagesPerChat = 5_000
  /// Events and updates that wait for whoever reads them, for each account.
  package var waitingUpdates = 200_000
  /// Bytes of all files of an account.
  package var fileBytes = 256 << 20
  /// How often an account may call before it is refused; `POST limits` changes it for one account.
  package var rates = RateLimits()
  /// Chats of one account.
  package var chats = 100_000
  /// Presses on buttons, comments and calls held, that an account remembers.
  package var presses = 10_000

  package init() {}
}

/// How long a platform waits before it calls a webhook again, and for an answer.
package struct SimulatorPace: Hashable, Sendable {
  /// VK's waits before the repeats of one event; after the last one the event is lost.
  package var callbackRepeats: [Duration]
  /// Telegram's first wait; it doubles up to `longestWebhookWait`. The first repeat comes at once.
  package var firstWebhookWait: Duration
  package var longestWebhookWait: Duration
  /// How long a platform waits for a webhook's answer.
  package var answerPatience: Duration
  /// Callback posts that one VK server gets at a time; more than one may overtake each other.
  package var callbacksAtATime = 1

  /// As documented: 10 s to an hour on VK, up to 90 s on Telegram.
  package static let documented = SimulatorPace(
    callbackRepeats: [.seconds(10), .seconds(180), .seconds(600), .seconds(1800), .seconds(3600)],
    firstWebhookWait: .seconds(2), longestWebhookWait: .seconds(90), answerPatience: .seconds(60))

  /// The same order of things in a hundredth of the time, for tests and demonstrations.
  package static let quick = SimulatorPace(
    callbackRepeats: [
      .milliseconds(100), .milliseconds(300), .seconds(1), .seconds(3), .seconds(6),
    ],
    firstWebhookWait: .milliseconds(50), longestWebhookWait: .seconds(1),
    answerPatience: .seconds(15))
}
