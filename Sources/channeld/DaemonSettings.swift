import AdapterKit
import EventModel
import Gateway
import Relay
import Settings

/// The whole configuration, checked.
struct DaemonSettings: Sendable {
  var project: ProjectID?
  var stateDirectory: String
  var attachments: AttachmentSettings
  var api: APISettings
  var ingress: IngressSettings
  var outbound: OutboundSettings
  var log: LogSettings
  var channels: [ConfiguredChannel]

  /// Which format of the file this build reads.
  private static let formats = 1...1

  init?(reading settings: inout SettingsReader) {
    _ = settings.int("version", in: Self.formats)
    project = settings.optionalString("project_id").map { ProjectID($0) }
    let state = settings.section("state") { section in
      let directory = section.string("dir", default: StateDirectory.standard)
      return section.section("attachments") { AttachmentSettings(reading: &$0, in: directory) }
        .map { (directory, $0) }
    }
    let api = settings.section("api") { APISettings(reading: &$0) }
    let ingress = settings.section("ingress") { IngressSettings(reading: &$0) }
    let outbound = settings.section("outbound") { OutboundSettings(reading: &$0) }
    let log = settings.section("telemetry") { telemetry in
      telemetry.section("log") { LogSettings(reading: &$0) }
    }
    channels = settings.list("channels") { ConfiguredChannel(reading: &$0) }
    Self.refuseTwins(among: channels, &settings)
    guard let state, let api, let ingress, let outbound, let log else { return nil }
    (stateDirectory, attachments) = state
    self.api = api
    self.ingress = ingress
    self.outbound = outbound
    self.log = log
  }

  private static func refuseTwins(
    among channels: [ConfiguredChannel], _ settings: inout SettingsReader
  ) {
    for (word, keys) in [
      ("name", channels.map(\.name)), ("id", channels.map(\.id.rawValue)),
      ("slug", channels.compactMap { channel in channel.slug.map { "\(channel.type)/\($0)" } }),
    ] {
      var seen: Set<String> = []
      for key in keys where !seen.insert(key).inserted {
        settings.problem("two channels have the \(word) \"\(key)\"", at: "channels")
      }
    }
  }
}

/// The private listener.
struct APISettings: Sendable {
  var listen: ListenAddress
  var keys: [APIKeySettings]

  init?(reading settings: inout SettingsReader) {
    guard let listen = ListenAddress(reading: &settings, "listen", default: "127.0.0.1:8470")
    else { return nil }
    self.listen = listen
    keys = settings.list("keys") { APIKeySettings(reading: &$0) }
  }
}

/// A key that a caller shows.
struct APIKeySettings: Sendable {
  var name: String
  var scopes: Set<APIScope>
  var secret: Secret

  init?(reading settings: inout SettingsReader) {
    let name = settings.string("name")
    scopes = Set(settings.choices("scopes", default: [.read, .send]))
    guard let secret = settings.secret("secret"), let name else { return nil }
    self.name = name
    self.secret = secret
  }
}

/// The public listener.
struct IngressSettings: Sendable {
  var listen: ListenAddress
  /// Where platforms reach it; without it they are not told to call.
  var publicURL: String?
  var trustedProxies: [String]
  var largestBody: Int

  init?(reading settings: inout SettingsReader) {
    guard let listen = ListenAddress(reading: &settings, "listen", default: "0.0.0.0:8471")
    else { return nil }
    self.listen = listen
    publicURL = settings.optionalURL("public_url")
    trustedProxies = settings.strings("trusted_proxies")
    largestBody = settings.bytes("max_body", default: 1 << 20)
  }
}

/// What holds for every message of ours.
struct OutboundSettings: Sendable {
  /// How long a message may wait before it fails.
  var expiresIn: Duration
  var onUncertain: UncertainPolicy

  init?(reading settings: inout SettingsReader) {
    expiresIn = settings.duration("expires_in", default: .seconds(24 * 3600))
    onUncertain = settings.choice("on_uncertain", default: .checkSent)
    if !(.seconds(1) ... .seconds(7 * 86_400)).contains(expiresIn) {
      settings.problem("must be from 1s to 7d", at: "expires_in")
    }
  }
}

/// Where a listener listens.
struct ListenAddress: Sendable, Hashable {
  let host: String
  let port: Int

  /// Reads `host:port`; an IPv6 address stands in brackets.
  init?(reading settings: inout SettingsReader, _ key: String, default other: String) {
    let text = settings.string(key, default: other)
    guard let address = ListenAddress(text) else {
      settings.problem("must be an address and a port, as in \(other)", at: key)
      return nil
    }
    self = address
  }

  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port), colon != text.startIndex
    else { return nil }
    let host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    guard isBracketed || !host.contains(":") else { return nil }
    self.host = isBracketed ? String(host.dropFirst().dropLast()) : String(host)
    self.port = port
  }
}

/// Where the daemon keeps what must not be lost.
enum StateDirectory {
  /// Systemd's choice for a service, else the customary place.
  static var standard: String {
    ProcessEnvironment.variables["STATE_DIRECTORY"] ?? "/var/lib/channeld"
  }
}
