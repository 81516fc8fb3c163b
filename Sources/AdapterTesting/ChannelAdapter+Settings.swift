import AdapterKit
import Settings

extension ChannelAdapter {
  /// The adapter that a channel's section of the configuration makes; throws all its problems.
  ///
  /// What `${cred:NAME}` refers to is found in `credentials`.
  public static func made(from yaml: String, credentials: [String: String] = [:]) throws -> Self {
    let folder = "/credentials"
    let file = SettingsFile.parse(
      yaml, name: "channel.yaml", environment: ["CREDENTIALS_DIRECTORY": folder],
      files: Files { path, _ throws(Files.Failure) in
        let name = path.dropFirst(folder.count + 1)
        guard let secret = credentials[String(name)] else { throw .missing }
        return Files.File(bytes: Array(secret.utf8))
      } names: { _ throws(Files.Failure) in
        []
      })
    let adapter = file.read { settings -> Self? in
      guard var section = ChannelSection(reading: &settings) else { return nil }
      return Self(reading: &section.settings)
    }
    guard let adapter else {
      throw Mismatch(in: platform, file.problems.map(\.message).joined(separator: "; "))
    }
    return adapter
  }

  /// The adapter that an example beside the adapter's sources makes.
  public static func made(
    fromFile name: String, of source: String = #filePath, credentials: [String: String]
  ) throws -> Self {
    let path = SourceFolder.path(of: name, beside: source)
    return try made(
      from: String(decoding: SourceFolder.bytes(of: path), as: UTF8.self), credentials: credentials)
  }
}
