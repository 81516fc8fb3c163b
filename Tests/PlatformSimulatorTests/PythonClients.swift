import Foundation

/// A virtual environment with the client libraries of `Clients/requirements.txt`.
///
/// It is kept outside the source tree (`CHANNELD_TEST_CACHE`, else the temporary folder) under a
/// name made of the requirements, so that only the first run installs.
enum PythonClients {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Clients")

  /// Why the client libraries could not be installed; it fails the test that wanted them.
  struct NotInstalled: Error, CustomStringConvertible {
    let description: String
  }

  /// The interpreter that sees the libraries; the first call installs them.
  static func python() async throws -> String {
    let requirements = folder.appending(path: "requirements.txt")
    let cache =
      ProcessInfo.processInfo.environment["CHANNELD_TEST_CACHE"]
      .map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
    let name = "channeld-clients-\(try fingerprint(of: requirements))"
    let environment = cache.appending(path: name)
    let python = environment.appending(path: "bin/python").path
    let isReady = environment.appending(path: "ready")
    if FileManager.default.fileExists(atPath: isReady.path) { return python }
    try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
    try await succeed("python3", ["-m", "venv", "--clear", environment.path])
    try await succeed(
      python, ["-m", "pip", "install", "--quiet", "--requirement", requirements.path])
    try Data().write(to: isReady)
    return python
  }

  private static func succeed(_ tool: String, _ arguments: [String]) async throws {
    let outcome = try await Command(tool, arguments).run(within: 300)
    guard outcome.status == 0 else {
      throw NotInstalled(
        description: "the client libraries could not be installed: \(tool) "
          + "\(arguments.joined(separator: " ")) ended with \(outcome.status): \(outcome.output)")
    }
  }

  private static func fingerprint(of file: URL) throws -> String {
    let hash = try Data(contentsOf: file).reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }
}

/// A program that is run to its end, with all that it writes.
struct Command: Sendable {
  struct Outcome: Sendable {
    var status: Int32
    var output: String
  }

  private let tool: String
  private let arguments: [String]

  init(_ tool: String, _ arguments: [String]) {
    self.tool = tool
    self.arguments = arguments
  }

  /// Runs it; after so many seconds it is ended by force.
  func run(within seconds: Int) async throws -> Outcome {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "channeld-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let written = scratch.appending(path: "output")
    try Data().write(to: written)
    let output = try FileHandle(forWritingTo: written)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "--kill-after=5", String(seconds), tool] + arguments
    process.currentDirectoryURL = scratch
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: written), as: UTF8.self))
  }
}
