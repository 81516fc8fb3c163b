import AdapterKit
import EventModel
import JSON

/// One update. A class, so that the readers of its parts share it: copying what it holds took a
/// tenth of the time of reading.
final class Update {
  /// What reading an update needs to know besides.
  struct Circumstances {
    /// Who we are there.
    let bot: ChannelIdentity
    let receivedAt: Timestamp
    /// Whether other bots are people to us.
    let acceptsBots: Bool
    /// What somebody is told whose payment nobody confirmed in time.
    let paymentRefusal: String
  }

  let id: Int64
  let kind: UpdateKind
  /// The object behind the kind's name.
  let content: JSONView
  let circumstances: Circumstances

  init(id: Int64, kind: UpdateKind, content: JSONView, _ circumstances: Circumstances) {
    self.id = id
    self.kind = kind
    self.content = content
    self.circumstances = circumstances
  }

  var bot: ChannelIdentity { circumstances.bot }
  var receivedAt: Timestamp { circumstances.receivedAt }

  /// Whether a user object is our own bot.
  func isOurs(_ user: JSONView) -> Bool { user["id"].number == bot.externalID }

  /// The key of what may truly happen again: edits, reactions, votes.
  func claim(_ number: Int = 0, at time: Timestamp) -> Claim {
    Claim("u\(id):\(time.milliseconds / 1000):\(number)", at: time)
  }

  /// The keys of the same, by a date that Telegram may not tell.
  func claims(_ number: Int = 0, at date: JSONView) -> [Claim] {
    guard let seconds = date.int, seconds > 0 else { return undated("u\(id):0:\(number)") }
    return [claim(number, at: Timestamp(seconds: seconds))]
  }

  /// A key without a time of its own: claimed for the hour of receipt and the one before, so that a
  /// repeat is known although the hour has struck.
  func undated(_ key: String) -> [Claim] {
    let before = Timestamp(milliseconds: receivedAt.milliseconds &- 3_600_000)
    return [Claim(key, at: receivedAt), Claim(key, at: before)]
  }

  /// A platform's time; a missing or impossible one is the time of receipt.
  func time(_ view: JSONView) -> Timestamp {
    guard let seconds = view.int, seconds > 0 else { return receivedAt }
    return Timestamp(seconds: seconds)
  }
}
