import ArgumentParser
import Glibc
import Settings

/// Checks a configuration and prints everything that is wrong with it at once.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a configuration file; every problem is printed with its place.",
    discussion: """
      channeld validate channeld.yaml
      channeld validate --deny-warnings /etc/channeld/channeld.yaml
      """)

  @Argument(help: "The configuration file.")
  var file: String

  @Flag(help: "Fail on warnings too.")
  var denyWarnings = false

  func run() throws {
    let loaded = LoadedSettings(path: file)
    if !loaded.problems.isEmpty {
      Output.print(loaded.problems.rendered(color: Output.errorsAreShownOnATerminal), to: .errors)
    }
    let isRefused = loaded.settings == nil || denyWarnings && !loaded.problems.isEmpty
    if isRefused { throw ExitCode.configuration }
    Output.print("\(file): \(loaded.settings?.channels.count ?? 0) channels, nothing wrong")
  }
}

extension ExitCode {
  /// A configuration that cannot be used (EX_CONFIG of sysexits).
  static let configuration = ExitCode(78)
}

/// A configuration file as the daemon reads it.
struct LoadedSettings {
  /// Nil when anything in it is wrong.
  let settings: DaemonSettings?
  let problems: [Problem]
  /// All secrets in it, to be masked by value.
  let mask: SecretMask

  init(path: String) {
    let file = SettingsFile.load(path: path, environment: ProcessEnvironment.variables)
    settings = file.read { DaemonSettings(reading: &$0) }
    problems = file.problems
    mask = file.mask
  }
}
