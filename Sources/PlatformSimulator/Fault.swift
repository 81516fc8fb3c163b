import JSON

/// A way for the simulator to misbehave, for as many calls as it says.
///
/// Read from `{"match": "messages.send", "fault": "429", "retry_after": 3, "times": 2}`; with
/// `"chat": 501` it is for that chat only, with `"chance": 0.05, "seed": 7` for one call of twenty.
package struct Fault: Hashable, Sendable {
  /// What goes wrong. The texts in brackets are what a rule's `fault` says.
  package enum Kind: Hashable, Sendable {
    /// The platform's own answer with that HTTP status (`"500"`, `"503"`): nothing was done.
    case status(Int)
    /// Too many calls (`"429"`): Telegram's 429 with `retry_after`, VK's error 6.
    case tooMany
    /// A VK error inside HTTP 200 (`"vk_error:901"`), or in the entry of each peer of a send by
    /// `peer_ids` (`"vk_peer_error:901"`).
    case vkError(Int)
    case vkPeerError(Int)
    /// A Telegram error with its text (`"tg_error:403:Forbidden: bot was blocked by the user"`).
    case telegramError(Int, String)
    /// Done and answered, but late (`"slow"` with `delay_ms`).
    case slow
    /// The connection is closed before anything is done (`"drop_before"`).
    case dropBefore
    /// All is done, then the connection is closed without an answer (`"drop_after"`).
    case dropAfter
    /// The call waits before anything is done (`"hold_before"`), or when all is done and before the
    /// answer (`"hold_after"`), until `POST release` lets it go or cuts it off.
    case holdBefore, holdAfter
    /// All is done, but the answer is half a JSON text (`"bad_json"`) or nothing (`"empty"`).
    case badJSON, empty
    /// A proxy's error page instead of the platform's answer: nothing was done (`"html_502"`).
    case html
    /// An answer of VK's Long Poll (`"lp_failed:2"`); its method's name is `lp`.
    case longPollFailed(Int)
    /// The token counts no more (`"token_revoked"`): VK's error 5, Telegram's 401.
    case tokenRevoked
    /// An event of that type (an update of that kind) is given out twice (`"duplicate_delivery"`)
    /// or not before the next one (`"reorder"`).
    case duplicateDelivery, reorder
  }

  /// A method (`messages.send`, `sendMessage`, `lp`, an event's type), or `*` for all.
  package var match: String
  /// The chat or peer whose calls it is for; nil is all of them.
  package var chat: Int64?
  package var kind: Kind
  /// Seconds for Telegram's `retry_after`.
  package var retryAfter: Int
  package var delay: Duration
  /// How many more times.
  package var times: Int
  /// How likely it is on each call that fits; nil is certain.
  package var chance: Chance?

  package init(
    _ kind: Kind, match: String = "*", times: Int = 1, retryAfter: Int = 1,
    delay: Duration = .seconds(1)
  ) {
    self.kind = kind
    self.match = match
    self.times = times
    self.retryAfter = retryAfter
    self.delay = delay
  }

  /// Reads a rule of the control API; nil when it names no fault that is known here.
  package init?(_ rule: JSONView) {
    guard let kind = rule["fault"].text.flatMap(Kind.init) else { return nil }
    var chance: Chance?
    if rule["chance"].exists {
      guard let read = Chance(rule) else { return nil }
      chance = read
    }
    self.init(
      kind, match: rule["match"].nonEmpty ?? "*",
      times: rule["times"].int.map(Int.init(clamping:)) ?? (chance == nil ? 1 : .max),
      retryAfter: rule["retry_after"].int.map(Int.init(clamping:)) ?? 1,
      delay: .milliseconds(min(max(0, rule["delay_ms"].int ?? 1000), 600_000)))
    self.chance = chance
    chat = rule["chat"].int
  }
}

extension Fault.Kind {
  private static let named: [String: Fault.Kind] = [
    "429": .tooMany, "slow": .slow, "drop_before": .dropBefore, "drop_after": .dropAfter,
    "hold_before": .holdBefore, "hold_after": .holdAfter,
    "bad_json": .badJSON, "empty": .empty, "html_502": .html,
    "duplicate_delivery": .duplicateDelivery, "reorder": .reorder,
    "token_revoked": .tokenRevoked,
  ]

  init?(_ name: String) {
    let pieces = name.split(separator: ":", maxSplits: 2).map(String.init)
    let code = pieces.count > 1 ? Int(pieces[1]) : nil
    switch (pieces.first, code) {
    case ("vk_error", let code?): self = .vkError(code)
    case ("vk_peer_error", let code?): self = .vkPeerError(code)
    case ("lp_failed", let code?): self = .longPollFailed(code)
    case ("tg_error", let code?):
      self = .telegramError(code, pieces.count > 2 ? pieces[2] : "Bad Request: simulated")
    default:
      if let kind = Self.named[name] {
        self = kind
      } else if let status = Int(name), (400...599).contains(status) {
        self = .status(status)
      } else {
        return nil
      }
    }
  }
}
