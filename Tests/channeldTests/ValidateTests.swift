import Foundation
import ProgramTesting
import Testing

/// `channeld validate`, as a person runs it.
@Suite struct ValidateTests {
  private func validate(
    _ text: String, _ arguments: String...
  ) async throws -> Command.Outcome {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let file = try scratch.file("channeld.yaml", holding: text)
    var command = Command(Daemon.path, ["validate", file] + arguments)
    command.environment = ["TG_TOKEN": "7001002003:AAH_very_secret_token"]
    return try await command.run(within: 60)
  }

  @Test func printsEveryProblemWithItsPlaceAndTheNearestKey() async throws {
    let outcome = try await validate(
      """
      version: 1
      ingres: {listen: "0.0.0.0:8471"}
      channels:
        - name: support-bot
          type: tg
          token: "${env:TG_TOKEN}"
          tranport: polling
        - {name: fax, type: fax}
      """)

    #expect(outcome.status == 78)
    #expect(outcome.errors.contains(#"unknown key "ingres""#))
    #expect(outcome.errors.contains(":2:1"))
    #expect(outcome.errors.contains(#"did you mean "ingress"?"#))
    #expect(outcome.errors.contains(":7:5"))
    #expect(outcome.errors.contains(#"did you mean "transport"?"#))
    #expect(outcome.errors.contains(#"no platform is called "fax""#))
    #expect(outcome.errors.contains("vk, tg, email"))
    #expect(!outcome.errors.contains("very_secret"))
  }

  @Test func takesAGoodFile() async throws {
    let outcome = try await validate(
      """
      version: 1
      channels:
        - {name: support-bot, type: tg, token: "${env:TG_TOKEN}"}
      """)

    #expect(outcome.status == 0)
    #expect(outcome.output.contains("1 channels, nothing wrong"))
  }

  @Test func refusesWarningsWhereAskedTo() async throws {
    let text = """
      version: 1
      channels:
        - {name: support-bot, type: tg, token: "7001002003:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"}
      """

    #expect(try await validate(text).status == 0)
    let outcome = try await validate(text, "--deny-warnings")
    #expect(outcome.status == 78)
    #expect(!outcome.errors.contains("AAHdqTcvCH1"))
  }

  @Test func refusesTwoChannelsOfOneName() async throws {
    let outcome = try await validate(
      """
      version: 1
      channels:
        - {name: support-bot, type: tg, token: "${env:TG_TOKEN}"}
        - {name: support-bot, type: tg, token: "${env:TG_TOKEN}"}
      """)

    #expect(outcome.status == 78)
    #expect(outcome.errors.contains(#"two channels have the name "support-bot""#))
  }
}

/// The program that these tests belong to.
enum Daemon {
  /// It was built into the folder that holds the tests' bundle.
  static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "channeld").path
}
