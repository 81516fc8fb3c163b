import EventModel
import ProgramTesting
import Settings
import Testing

@testable import channeld

/// The files of Config/ as the daemon reads them, with secrets of nobody.
@Suite struct ConfigTests {
  private static let token = "7001002003:AAH_token"

  private func load(_ text: String) -> SettingsFile {
    let files = Files { path, _ throws(Files.Failure) in
      guard path.hasPrefix("/credentials/") else { throw .missing }
      let secret = path.hasSuffix("tg_token") ? Self.token : "a-long-enough-secret"
      return Files.File(bytes: Array(secret.utf8))
    } names: { _ throws(Files.Failure) in
      []
    }
    return SettingsFile.parse(
      text, name: "/etc/channeld/channeld.yaml",
      environment: ["CREDENTIALS_DIRECTORY": "/credentials", "TG_TOKEN": Self.token], files: files)
  }

  @Test(arguments: ["channeld.yaml", "minimal.yaml"])
  func isReadWithoutAWord(_ name: String) throws {
    let file = load(try SourceTree.text("Config/\(name)"))

    #expect(file.read { DaemonSettings(reading: &$0) } != nil)
    #expect(file.problems.map(\.message) == [])
  }

  @Test func theAnnotatedFileNamesEveryKey() throws {
    let text = try SourceTree.text("Config/channeld.yaml")
    let file = load(text)
    _ = file.read { DaemonSettings(reading: &$0) }

    // What every channel may have is told once, at the first one.
    let told: Set = ["id", "slug", "default_agent_id", "is_test"]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let channels = lines.indices.filter { lines[$0].hasPrefix("  - name: ") }.map { $0 + 1 }
    let unset = file.unset.filter { key in
      !(told.contains(key.key) && channels.dropFirst().contains(key.line ?? 0))
    }
    #expect(channels.count == 3)
    #expect(unset == [])
  }

  @Test func theAnnotatedFileSaysWhatItSays() throws {
    let file = load(try SourceTree.text("Config/channeld.yaml"))
    let settings = try #require(file.read { DaemonSettings(reading: &$0) })

    #expect(settings.channels.map(\.type) == ["vk", "tg", "email"])
    #expect(settings.api.keys.map(\.name) == ["desk", "ops"])
    #expect(settings.ingress.largestBody == 1 << 20)
    #expect(settings.outbound.expiresIn == .seconds(86_400))
    #expect(settings.stateDirectory == "/var/lib/channeld")
  }

  @Test func theSmallestFileHasTheDefaultsThatTheAnnotatedOneShows() throws {
    let small = load(try SourceTree.text("Config/minimal.yaml"))
    let large = load(try SourceTree.text("Config/channeld.yaml"))
    let least = try #require(small.read { DaemonSettings(reading: &$0) })
    let shown = try #require(large.read { DaemonSettings(reading: &$0) })

    #expect(least.api.listen == shown.api.listen)
    #expect(least.ingress.listen == shown.ingress.listen)
    #expect(least.ingress.largestBody == shown.ingress.largestBody)
    #expect(least.outbound.expiresIn == shown.outbound.expiresIn)
    #expect(least.log.format == shown.log.format && least.log.level == shown.log.level)
    #expect(least.api.keys.isEmpty && least.ingress.publicURL == nil)
  }

  @Test func aChannelWithoutAnIdentifierKeepsItsNameForOne() throws {
    let text = try SourceTree.text("Config/minimal.yaml")
    let first = load(text).read { DaemonSettings(reading: &$0) }?.channels.first
    let second = load(text).read { DaemonSettings(reading: &$0) }?.channels.first

    #expect(first?.id == second?.id)
    #expect(UUIDText.isOne(first?.id.rawValue ?? ""))
  }

  @Test func aLineLessOfTheSmallestFileIsTooFew() throws {
    let lines = try SourceTree.text("Config/minimal.yaml").split(separator: "\n")
    let withoutVersion = load(lines.dropFirst().joined(separator: "\n"))

    #expect(withoutVersion.read { DaemonSettings(reading: &$0) } == nil)
    #expect(withoutVersion.problems.map(\.message) == ["missing key \"version\""])
  }
}
