import Crypto
import EventModel

/// Puts short marks in place of callback data that is too long for the platform's buttons.
struct CallbackTokens: Sendable {
  /// The full data by their marks.
  private(set) var data: [String: String] = [:]
  /// In bytes; nil where there is no limit.
  let limit: Int?

  /// The sign before 16 characters of the data's digest.
  private static let sign = "~"
  private static let digits = 16

  init(limit: Int?) { self.limit = limit }

  mutating func shorten(_ buttons: [Button]) -> [Button] {
    buttons.map { button in
      guard let limit, let full = button.callbackData, full.utf8.count > limit else {
        return button
      }
      let digest = Base64URL.text(of: Array(SHA256.hash(data: Array(full.utf8))))
      let token = Self.sign + digest.prefix(Self.digits)
      data[token] = full
      var short = button
      short.callbackData = token
      return short
    }
  }
}
