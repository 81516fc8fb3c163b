import Logging
import Settings

/// How the daemon talks of itself.
struct LogSettings: Sendable {
  enum Format: String, CaseIterable, Sendable { case text, json }
  enum Level: String, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical
  }

  var format: Format
  var level: Level

  init?(reading settings: inout SettingsReader) {
    format = settings.choice("format", default: .text)
    level = settings.choice("level", default: .info)
  }

  /// Makes this the way of every logger of the process; secrets are masked by their value.
  func bootstrap(masking mask: SecretMask) {
    let level = Logger.Level(rawValue: level.rawValue) ?? .info
    let format = format
    LoggingSystem.bootstrap { label in
      var handler: any LogHandler =
        switch format {
        case .text: MaskedLogHandler(StreamLogHandler.standardError(label: label), mask: mask)
        case .json: MaskedLogHandler(JSONLogHandler(label: label), mask: mask)
        }
      handler.logLevel = level
      return handler
    }
  }
}
