import EventModel
import JSON
import Logging

/// Writes one JSON object a line to standard error, for collectors.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel = Logger.Level.info
  private let label: String

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, fresh in fresh }
    let line = JSONFragment.object {
      $0.member("time", Timestamp.now())
      $0.member("level", event.level.rawValue)
      $0.member("logger", label)
      $0.member("message", event.message.description)
      for (name, value) in all.sorted(by: { $0.key < $1.key }) {
        $0.name(dynamic: name)
        $0.value(value.description)
      }
    }
    Output.write(line.bytes + [UInt8(ascii: "\n")], to: .errors)
  }
}
