import AdapterKit
import JSON

/// The emoji that a bot may react with; a chat may allow fewer.
enum Reactions {
  /// Of Bot API 10.1, without variation selectors: sources differ in those.
  private static let known = Set(
    """
    ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 \
    💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ \
    🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 \
    👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 \
    🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
    """.split(separator: " ").map(String.init))

  static var count: Int { known.count }

  /// A reaction in Telegram's words; digits are the number of a custom emoji.
  static func fragment(_ emoji: String) throws(Refusal) -> JSONFragment {
    if !emoji.isEmpty, emoji.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .object {
        $0.member("type", "custom_emoji")
        $0.member("custom_emoji_id", emoji)
      }
    }
    let plain = String(String.UnicodeScalarView(emoji.unicodeScalars.filter { $0 != "\u{FE0F}" }))
    guard known.contains(plain) else {
      throw Refusal(.unsupported, "Telegram has no such reaction for bots")
    }
    return .object {
      $0.member("type", "emoji")
      $0.member("emoji", plain)
    }
  }
}
