import AdapterKit
import Settings

/// How fast a channel goes, where its configuration says so instead of its adapter.
struct PaceLimits: Hashable, Sendable {
  var perSecond: Int?
  var perChatPerSecond: Int?
  var perGroupPerMinute: Int?

  private static let rates = 1...10_000

  init?(reading settings: inout SettingsReader) {
    perSecond = settings.optionalInt("per_second", in: Self.rates)
    perChatPerSecond = settings.optionalInt("per_chat_per_second", in: Self.rates)
    perGroupPerMinute = settings.optionalInt("per_group_per_minute", in: Self.rates)
  }

  func applied(to pace: Pace) -> Pace {
    var pace = pace
    if let perSecond { pace.channel = Rate(perSecond, per: .seconds(1)) }
    if let perChatPerSecond { pace.chat = Rate(perChatPerSecond, per: .seconds(1)) }
    if let perGroupPerMinute { pace.group = Rate(perGroupPerMinute, per: .seconds(60)) }
    return pace
  }
}
