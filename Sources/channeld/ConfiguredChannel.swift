import AdapterKit
import EventModel
import Settings
import Store

/// One channel of the configuration: what the daemon knows of every channel, and its adapter.
struct ConfiguredChannel: Sendable {
  let id: ChannelID
  let name: String
  let type: String
  /// The last path element of its webhook, when it was set by hand.
  let slug: String?
  let agentID: String?
  let isTest: Bool
  /// What becomes of the files that its platform sends.
  let files: FilePolicy
  let limits: PaceLimits?
  let adapter: any ChannelAdapter

  init?(reading settings: inout SettingsReader) {
    guard var section = ChannelSection(reading: &settings) else { return nil }
    defer { settings = section.settings }
    guard let platform = Platforms.adapter(named: section.type) else {
      section.settings.problem(
        "no platform is called \"\(section.type)\"", at: "type",
        help: "this build knows \(Platforms.names.joined(separator: ", "))")
      section.settings.leaveUnchecked()
      return nil
    }
    name = section.name
    type = section.type
    if let given = section.id, !UUIDText.isOne(given) {
      section.settings.problem("must be a UUID in lower case", at: "id")
    }
    id = ChannelID(section.id ?? UUIDText.derived(from: "\(section.type):\(section.name)"))
    slug = Self.slug(&section.settings)
    agentID = section.settings.optionalString("default_agent_id")
    isTest = section.settings.bool("is_test", default: false)
    files = section.settings.choice("files", default: .store)
    limits = section.settings.optionalSection("limits") { PaceLimits(reading: &$0) }
    guard let adapter = platform.init(reading: &section.settings) else { return nil }
    self.adapter = adapter
  }

  private static func slug(_ settings: inout SettingsReader) -> String? {
    guard let slug = settings.optionalString("slug") else { return nil }
    let isFit = (4...64).contains(slug.utf8.count) && slug.utf8.allSatisfy(\.isURLSafe)
    if !isFit {
      settings.problem("must be 4 to 64 letters, digits, - or _", at: "slug")
    }
    return slug
  }
}

extension UInt8 {
  fileprivate var isURLSafe: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// Identifiers in the form of RFC 9562.
enum UUIDText {
  private static let groups = [8, 4, 4, 4, 12]

  static func isOne(_ text: String) -> Bool {
    let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
    return pieces.map(\.utf8.count) == groups
      && pieces.allSatisfy { $0.utf8.allSatisfy(\.isLowerHexadecimal) }
  }

  /// The same identifier for the same name, for ever (version 8: made of a digest).
  static func derived(from name: String) -> String {
    var bytes = Array(Digest.sha256(Array("channeld:\(name)".utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    var digits = Hexadecimal.text(of: bytes)[...]
    return groups.map { count in
      defer { digits = digits.dropFirst(count) }
      return String(digits.prefix(count))
    }.joined(separator: "-")
  }
}

extension UInt8 {
  fileprivate var isLowerHexadecimal: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
