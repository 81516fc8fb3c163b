import AdapterKit
import EmailAdapter
import EventModel
import Settings
import TelegramAdapter
import VKAdapter

/// The platforms of this build: the one place where adapters are named.
enum Platforms {
  static let all: [any ChannelAdapter.Type] = [
    VKAdapter.self, TelegramAdapter.self, EmailAdapter.self,
  ]

  static var names: [String] { all.map { $0.platform.rawValue } }

  /// The adapter of a platform by its name on the wire.
  static func adapter(named name: String) -> (any ChannelAdapter.Type)? {
    all.first { $0.platform.rawValue == name }
  }
}
