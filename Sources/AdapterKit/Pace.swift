/// How many calls a platform takes; no window of a rate ever sees more than its calls.
public struct Pace: Hashable, Sendable {
  /// All that the channel does.
  public var channel: Rate
  /// All that goes into one conversation; nil when the platform has no such bound.
  public var chat: Rate?
  /// All that goes into one conversation of several people.
  public var group: Rate?
  public var methods: [String: Rate] = [:]

  public init(_ channel: Rate, chat: Rate? = nil, group: Rate? = nil) {
    self.channel = channel
    self.chat = chat
    self.group = group
  }
}

/// So many calls in any stretch of so long.
public struct Rate: Hashable, Sendable {
  public var calls: Int
  public var window: Duration

  public init(_ calls: Int, per window: Duration) {
    self.calls = calls
    self.window = window
  }

  /// Evenly spread.
  public var perSecond: Double {
    let seconds =
      Double(window.components.seconds) + Double(window.components.attoseconds) / 1e18
    return seconds > 0 ? Double(calls) / seconds : Double(calls)
  }
}
