import AdapterKit
import EventModel

/// Says when a queue will be empty, if nothing is added and nothing fails.
package struct QueueForecast: Hashable, Sendable {
  package let emptiesAt: Timestamp
  package let seconds: Int64

  /// Whatever bounds the queue most: all it holds, its longest lane, or a closed channel.
  package init(
    parts: Int, longestLane: Int, pace: Pace, closedUntil: Timestamp?, at now: Timestamp
  ) {
    let all = Self.seconds(parts, pace.channel)
    let lane = pace.chat.map { Self.seconds(longestLane, $0) } ?? 0
    let start = parts > 0 ? max(closedUntil ?? now, now) : now
    let closed = Double(start.milliseconds - now.milliseconds) / 1000
    // A closed channel goes on with the whole queue once it opens.
    let whole = min((closed + max(all, lane)).rounded(.up), 1e9)
    seconds = Int64(whole)
    emptiesAt = now.advanced(by: .seconds(seconds))
  }

  /// For people: `~14 min`.
  package var text: String {
    switch seconds {
    case 0: "now"
    case ..<90: "~\(seconds) s"
    case ..<5400: "~\((seconds + 30) / 60) min"
    case ..<172_800: "~\((seconds + 1800) / 3600) h"
    default: "~\((seconds + 43_200) / 86_400) d"
    }
  }

  private static func seconds(_ calls: Int, _ rate: Rate) -> Double {
    let perSecond = rate.perSecond
    return perSecond > 0 ? Double(max(0, calls)) / perSecond : 0
  }
}
