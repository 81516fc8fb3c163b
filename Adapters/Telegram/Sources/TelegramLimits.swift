/// Telegram's numbers, from its reference and its FAQ. Lengths count UTF-16 units.
enum TelegramLimits {
  static let text = 4096
  static let caption = 1024
  /// Formatted stretches of one message that Telegram heeds.
  static let entities = 100
  /// In bytes.
  static let callbackData = 64
  static let pressAnswer = 200
  static let copiedText = 256
  /// What clients show well.
  static let buttons = 100
  static let buttonsInRow = 8
  static let album = 10
  static let messagesAtOnce = 100
  static let inlineResults = 50
  /// In bytes. What Telegram shows as a photo, whatever server takes it.
  static let photo: Int64 = 10 << 20
  /// In bytes, to and from api.telegram.org.
  static let upload: Int64 = 50 << 20
  static let download: Int64 = 20 << 20
  /// In bytes, to a server of one's own.
  static let localUpload: Int64 = 2000 << 20
  /// How long a message may be deleted, and a business message be edited without its keyboard.
  static let changesFor: Duration = .seconds(48 * 3600)
}
