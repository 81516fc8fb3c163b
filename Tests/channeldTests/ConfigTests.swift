import EventModel
import ProgramTesting
import Settings
import Testing

@testable import channeld

/// The two configurations that come with channeld.
@Suite struct ConfigTests {
  /// A world in which every secret that a configuration refers to exists.
  private func load(_ name: String) throws -> (settings: DaemonSettings?, problems: [Problem]) {
    let file = SettingsFile.parse(
      try SourceTree.text("Config/\(name)"), name: name,
      environment: ["CREDENTIALS_DIRECTORY": "/credentials", "TG_TOKEN": "7001002003:AAH_token"],
      files: Files { path, _ throws(Files.Failure) in
        let secret = path.hasSuffix("tg_token") ? "7001002003:AAH_token" : "a-long-enough-secret"
        return Files.File(bytes: Array(secret.utf8))
      } names: { _ throws(Files.Failure) in
        []
      })
    return (file.read { DaemonSettings(reading: &$0) }, file.problems)
  }

  @Test func theAnnotatedOneIsValid() throws {
    let (settings, problems) = try load("channeld.yaml")

    #expect(problems.isEmpty, "\(problems.rendered(color: false))")
    #expect(settings?.channels.map(\.name) == ["shop-vk", "support-bot", "helpdesk-mail"])
    #expect(settings?.outbound.expiresIn == .seconds(24 * 3600))
    #expect(settings?.api.keys.map(\.name) == ["desk", "ops"])
    #expect(settings?.ingress.largestBody == 1 << 20)
  }

  @Test func theSmallestOneIsValid() throws {
    let (settings, problems) = try load("minimal.yaml")

    #expect(problems.isEmpty, "\(problems.rendered(color: false))")
    #expect(settings?.channels.map(\.type) == ["tg"])
    #expect(settings?.api.listen == ListenAddress("127.0.0.1:8470"))
  }

  @Test func aChannelWithoutAnIdentifierKeepsItsNameForOne() throws {
    let first = try load("minimal.yaml").settings?.channels.first?.id
    let second = try load("minimal.yaml").settings?.channels.first?.id

    #expect(first == second)
    #expect(UUIDText.isOne(first?.rawValue ?? ""))
  }
}
