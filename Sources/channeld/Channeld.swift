import ArgumentParser

/// The command line of the daemon.
@main
struct Channeld: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channeld",
    abstract: "VK, Telegram and email in one event model; nothing lost, nothing doubled.",
    discussion: """
      channeld validate /etc/channeld/channeld.yaml
      channeld run --config /etc/channeld/channeld.yaml
      """,
    version: Version.text,
    subcommands: [Run.self, Validate.self, Normalize.self, Sim.self])
}

/// Which build this is.
enum Version {
  static let text = "0.1.0"
}
