import Foundation

/// An interpreter that sees the packages of `Reference/requirements.txt`.
///
/// Its virtual environment is kept outside the source tree (`CHANNELD_TEST_CACHE`, else the temporary folder),
/// so that only the first run installs.
enum Python {
  /// Why a script did not end well; it fails the test that wanted it.
  struct Failure: Error, CustomStringConvertible { let description: String }

  static func run(_ script: String, _ arguments: [String]) throws {
    let status = try finish([try interpreter(), Reference.path(script)] + arguments)
    guard status.code == 0 else { throw Failure(description: status.output) }
  }

  private static func interpreter() throws -> String {
    let cache =
      ProcessInfo.processInfo.environment["CHANNELD_TEST_CACHE"]
      ?? FileManager.default.temporaryDirectory.path
    let folder = "\(cache)/channeld-schema-tests-1"
    let python = "\(folder)/bin/python"
    let requirements = Reference.path("requirements.txt")
    if FileManager.default.fileExists(atPath: "\(folder)/ready") { return python }
    let steps = [
      ["mkdir", "-p", cache], ["python3", "-m", "venv", "--clear", folder],
      [python, "-m", "pip", "install", "--quiet", "--requirement", requirements],
      ["touch", "\(folder)/ready"],
    ]
    for step in steps {
      let status = try finish(step)
      guard status.code == 0 else {
        throw Failure(
          description: "jsonschema of PyPI, which checks what we write, could not be installed: "
            + "\(step.joined(separator: " ")) ended with \(status.code): \(status.output)")
      }
    }
    return python
  }

  /// Runs a program to its end; after five minutes it is ended by force.
  private static func finish(_ command: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "--kill-after=5", "300"] + command
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
