import ArgumentParser
import Glibc
import Logging
import Settings
import Supervision

/// Runs the daemon until it is told to end.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon.",
    discussion: """
      channeld run --config /etc/channeld/channeld.yaml
      CHANNELD_STATE_DIR=./state channeld run --config channeld.yaml
      """)

  @Option(help: "The configuration file.")
  var config = "/etc/channeld/channeld.yaml"

  func run() async throws {
    // A core dump would hold every secret.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    let loaded = LoadedSettings(path: config)
    if !loaded.problems.isEmpty {
      Output.print(loaded.problems.rendered(color: Output.errorsAreShownOnATerminal), to: .errors)
    }
    guard let settings = loaded.settings else { throw ExitCode.configuration }
    settings.log.bootstrap(masking: loaded.mask)
    let logger = Logger(label: "channeld")
    let signals = await DaemonSignals.trap()
    let environment = ProcessEnvironment.variables
    let daemon = try await Daemon(settings, environment: environment, logger: logger)
    let status = await daemon.process().run(signals: signals)
    logger.notice("ended", metadata: ["status": "\(status.rawValue)"])
    throw ExitCode(status.rawValue)
  }
}
