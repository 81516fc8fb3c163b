import Settings

/// Where files are kept, how much of them and for how long.
struct AttachmentSettings: Sendable {
  var directory: String
  /// All files together, in bytes.
  var most: Int
  /// One file, in bytes.
  var largest: Int
  var retention: Duration

  init?(reading settings: inout SettingsReader, in state: String) {
    directory = settings.string("dir", default: state + "/attachments")
    most = settings.bytes("max_total", default: 20 << 30)
    largest = settings.bytes("max_file", default: 50 << 20)
    retention = settings.duration("retention", default: .seconds(400 * 86_400))
    if !(1...(2 << 30)).contains(largest) {
      settings.problem("must be from 1 byte to 2GiB", at: "max_file")
    }
    if most < largest { settings.problem("must hold at least one file", at: "max_total") }
    if !(.seconds(3600) ... .seconds(3650 * 86_400)).contains(retention) {
      settings.problem("must be from 1h to 3650d", at: "retention")
    }
  }
}
