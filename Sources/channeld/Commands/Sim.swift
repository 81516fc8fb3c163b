import ArgumentParser
import Glibc
import Logging
import PlatformSimulator
import Supervision

/// Plays VK and Telegram on loopback, so that channels can be tried without any account.
struct Sim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run simulators of VK and Telegram on loopback.",
    discussion: """
      channeld sim --port 8480
      curl -d '{"from": 501001001, "text": "hi"}' http://127.0.0.1:8480/_sim/tg/demo_bot/messages

      A channel uses them by its api_base. What they were asked shows GET /_sim/ledger.
      """)

  @Option(help: "The port on 127.0.0.1.")
  var port = 8480

  @Option(help: "The number of the VK community.")
  var vkGroup: Int64 = 222_000_111

  @Option(help: "The token of the VK community.")
  var vkToken = "demo-vk-token"

  @Option(help: "The token of the Telegram bot.")
  var tgToken = "7001002003:demo-telegram-token"

  @Option(help: "The username of the Telegram bot.")
  var tgUsername = "demo_bot"

  func run() async throws {
    var settings = SimulatorSettings(
      communities: [VKAccount(groupID: vkGroup, token: vkToken)],
      bots: [TelegramAccount(token: tgToken, username: tgUsername)])
    settings.port = port
    let simulator = Simulator(settings)
    let logger = Logger(label: "channeld.sim")
    let notifier = SystemdNotifier(environment: [:], logger: logger)
    let signals = await DaemonSignals.trap()
    let clock = ContinuousClock()
    let players = Supervisor(
      .one, [Child("simulator", patience: .seconds(1)) { try await simulator.run() }], clock: clock
    ) { $0.write(to: logger) }
    let process = ServiceProcess(
      tree: players.child(named: "sim", patience: .seconds(2)), clock: clock,
      notifier: notifier, logger: logger)
    throw ExitCode(await process.run(signals: signals).rawValue)
  }
}
