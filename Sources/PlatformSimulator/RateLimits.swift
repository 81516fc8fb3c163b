import JSON

/// The limits on an account's calls; every one of them is a window that slides.
///
/// Read from `{"per_second": 30, "per_chat_per_second": 1, "per_group_per_minute": 20}`. A call
/// over one of them is refused and then counts in none.
package struct RateLimits: Hashable, Sendable {
  /// The key of the windows that are not about one chat.
  static let everything: Int64 = 0

  /// How many calls a second.
  package var perSecond: Int?
  /// How many messages a second to one chat.
  package var perChatPerSecond: Int?
  /// How many messages a minute to one group.
  package var perGroupPerMinute: Int?
  private var second: RateWindow?
  private var chat: RateWindow?
  private var group: RateWindow?

  package init(
    perSecond: Int? = nil, perChatPerSecond: Int? = nil, perGroupPerMinute: Int? = nil
  ) {
    self.perSecond = perSecond
    self.perChatPerSecond = perChatPerSecond
    self.perGroupPerMinute = perGroupPerMinute
    second = perSecond.map { RateWindow(name: "per_second", length: 1000, limit: $0) }
    chat = perChatPerSecond.map {
      RateWindow(name: "per_chat_per_second", length: 1000, limit: $0)
    }
    group = perGroupPerMinute.map {
      RateWindow(name: "per_group_per_minute", length: 60_000, limit: $0)
    }
  }

  /// Reads an order of the control API; nil when a number is not positive.
  init?(_ order: JSONView) {
    var numbers: [Int?] = []
    for name in ["per_second", "per_chat_per_second", "per_group_per_minute"] {
      let number = order[member: name].int.map { Int(clamping: $0) }
      guard number ?? 1 > 0, order[member: name].exists == (number != nil) else { return nil }
      numbers.append(number)
    }
    self.init(
      perSecond: numbers[0], perChatPerSecond: numbers[1], perGroupPerMinute: numbers[2])
  }

  /// Counts a call; when it is over a limit, returns the milliseconds that its caller has to wait.
  mutating func count(_ call: CallTarget, at now: WallTime) -> Int64? {
    let now = now.milliseconds
    let key = call.chat ?? Self.everything
    let calls = call.isCounted ? max(1, call.messages) : 0
    let messages = call.chat == nil ? 0 : call.messages
    let grouped = call.isToGroup ? messages : 0
    let waits = [
      calls > 0 ? second?.wait(for: calls, of: Self.everything, at: now) : nil,
      messages > 0 ? chat?.wait(for: messages, of: key, at: now) : nil,
      grouped > 0 ? group?.wait(for: grouped, of: key, at: now) : nil,
    ]
    let wait = waits.compactMap { $0 }.max()
    if calls > 0 { second?.note(calls, of: Self.everything, isAccepted: wait == nil, at: now) }
    if messages > 0 { chat?.note(messages, of: key, isAccepted: wait == nil, at: now) }
    if grouped > 0 { group?.note(grouped, of: key, isAccepted: wait == nil, at: now) }
    return wait
  }

  var json: JSONValue { .array([second, chat, group].compactMap { $0?.json }) }
}

extension CallTarget {
  /// Telegram's groups have negative ids.
  fileprivate var isToGroup: Bool { chat.map { $0 < 0 } ?? false }
}
