import AdapterKit
import EventModel
import JSON

/// `/start`, with what a deep link carried: data of a stranger.
struct StartCommand {
  /// At most 64 of `A-Za-z0-9_-`, by Telegram's word; nobody keeps people from typing more.
  let payload: String?

  private static let longestPayload = 64

  /// Nil unless the message is the command to us; a business chat and a guest have no commands.
  init?(_ message: MessageView, _ text: Message) {
    guard text.content.utf8.starts(with: "/start".utf8), message.connection == nil,
      !message.isGuest, !message.isChannelPost
    else { return nil }
    let words = text.content.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    let command = words[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard command[0] == "/start" else { return nil }
    if command.count == 2 {
      guard let username = message.update.bot.username,
        command[1].lowercased() == username.lowercased()
      else { return nil }
    }
    let rest = words.count == 2 ? String(words[1].utf8.prefix(Self.longestPayload)) : nil
    payload = rest.flatMap { $0.isEmpty ? nil : $0 }
  }

  var trigger: TriggerContext {
    TriggerContext {
      $0.source = .dialogStarted
      $0.key = "start"
      $0.eventKey = "events.dialog.started"
      $0.trigger = "telegram_start"
      $0.displayName = "/start"
      $0.startPayload = payload
    }
  }

  /// Marks of a link: base64url of a query string, or the payload itself as the campaign.
  var attribution: Attribution? {
    guard let payload else { return nil }
    var attribution = Attribution()
    for (name, value) in Self.pairs(of: payload) {
      switch name {
      case "utm_source": attribution.source = value
      case "utm_medium": attribution.medium = value
      case "utm_campaign": attribution.campaign = value
      case "utm_term": attribution.term = value
      case "utm_content": attribution.content = value
      default: break
      }
    }
    if attribution.isEmpty { attribution.campaign = payload }
    return attribution
  }

  private static func pairs(of payload: String) -> [(String, String)] {
    guard let bytes = Base64URL.decode(payload), let text = String(validating: bytes, as: UTF8.self)
    else { return [] }
    return text.split(separator: "&").compactMap { pair in
      let parts = pair.split(separator: "=", maxSplits: 1)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }
}

/// Base64 with `-` and `_`, with or without padding (RFC 4648 §5).
private enum Base64URL {
  static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in text.utf8 where letter != UInt8(ascii: "=") {
      guard let value = value(of: letter) else { return nil }
      bits = (bits << 6 | UInt32(value)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  private static func value(of letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
