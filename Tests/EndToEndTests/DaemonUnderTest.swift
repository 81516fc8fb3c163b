import Foundation
import Testing

/// The built daemon as a process of its own, which can be killed and started again in its folder.
actor DaemonUnderTest {
  nonisolated let apiPort: Int
  nonisolated let ingressPort: Int
  nonisolated let folder: URL
  private var process: Process?

  /// The daemon ended although nobody told it to.
  struct Ended: Error, CustomStringConvertible {
    let description: String
  }

  /// Writes the folder of a daemon that is not started yet.
  ///
  /// - Parameter channels: the list below `channels:` of its configuration.
  init(in folder: URL, channels: String) async throws {
    self.folder = folder
    apiPort = try await freePort()
    ingressPort = try await freePort()
    let secrets = folder.appending(path: "secrets")
    try FileManager.default.createDirectory(at: secrets, withIntermediateDirectories: true)
    for (name, secret) in [
      "api_key": Secrets.apiKey, "vk_token": Secrets.vkToken, "vk_secret": Secrets.vkSecret,
      "telegram_token": Secrets.telegramToken, "telegram_secret": Secrets.telegramSecret,
      "mail_password": Secrets.mailPassword,
    ] {
      let file = secrets.appending(path: name)
      try Data(secret.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
    try Data(Self.configuration(folder, apiPort, ingressPort, channels).utf8)
      .write(to: folder.appending(path: "channeld.yaml"))
    try Data().write(to: folder.appending(path: "channeld.log"))
  }

  private static func configuration(
    _ folder: URL, _ api: Int, _ ingress: Int, _ channels: String
  ) -> String {
    """
    version: 1
    state: {dir: "\(folder.path)/state"}
    api:
      listen: 127.0.0.1:\(api)
      keys: [{name: e2e, scopes: [read, send, manage], secret: "${file:secrets/api_key}"}]
    ingress: {listen: "127.0.0.1:\(ingress)", public_url: "http://127.0.0.1:\(ingress)"}
    telemetry: {log: {level: trace}}
    channels:
    \(channels)
    """
  }

  /// Everything that it has said, over all its lives.
  var log: String {
    get throws {
      let bytes = try Data(contentsOf: folder.appending(path: "channeld.log"))
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The bytes of all files of its store.
  var stored: Data {
    get throws {
      let state = folder.appending(path: "state")
      let names = FileManager.default.enumerator(atPath: state.path)?.compactMap { $0 as? String }
      return try (names ?? []).reduce(into: Data()) { bytes, name in
        let file = state.appending(path: name)
        guard !file.isFolder else { return }
        bytes += try Data(contentsOf: file)
      }
    }
  }

  /// The bytes of everything in its folder but its log.
  nonisolated var size: Int {
    get throws {
      let state = folder.appending(path: "state")
      let files = FileManager.default.enumerator(atPath: state.path)
      let names = files?.compactMap { $0 as? String } ?? []
      return names.reduce(0) { sum, name in
        let path = state.appending(path: name).path
        // A file may go while we look; it counts nothing then.
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        return sum + (size ?? 0)
      }
    }
  }

  /// Starts it and waits until it is ready.
  func start() async throws {
    let log = try FileHandle(forWritingTo: folder.appending(path: "channeld.log"))
    try log.seekToEnd()
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = ["run", "--config", folder.appending(path: "channeld.yaml").path]
    process.environment = ["PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = log
    process.standardError = log
    try process.runUnblocked()
    self.process = process
    try log.close()
    let client = LoopbackClient(port: apiPort)
    try await eventually("the daemon is ready") {
      guard process.isRunning else { throw Ended(description: try self.log) }
      // Before it listens nobody answers.
      return (try? await client.get("/readyz"))?.status == 200
    }
  }

  /// Ends it as a power cut would; nothing of it is left to be said or written.
  func kill() async throws {
    _ = try await end(by: SIGKILL)
  }

  /// Asks it to end, and gives its exit status.
  func stop() async throws -> Int32 {
    try await end(by: SIGTERM)
  }

  private func end(by signal: Int32) async throws -> Int32 {
    guard let process else { return 0 }
    Glibc.kill(process.processIdentifier, signal)
    try await eventually("the daemon has ended") { !process.isRunning }
    self.process = nil
    return process.terminationStatus
  }

  /// The build puts it beside the tests.
  private static var executable: URL? {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "channeld")
  }
}

extension URL {
  fileprivate var isFolder: Bool {
    (try? resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }
}
