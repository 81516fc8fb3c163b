import ProgramTesting
import Testing

/// `channeld validate`, as people and scripts see it.
@Suite struct ValidateTests {
  private static let token = "7001002003:AAEhBOweik6ad6PsVHB_secretTokenOfABot"

  private func validate(
    _ text: String, _ flags: String..., files: [String: String] = [:]
  ) async throws -> (outcome: Command.Outcome, path: String) {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    for (name, text) in files {
      try await Command("chmod", ["600", try folder.file(name, holding: text)])
        .succeed(within: 10)
    }
    let path = try folder.file("channeld.yaml", holding: text)
    let outcome = try await Command.built("channeld", ["validate", path] + flags).run(within: 30)
    return (outcome, path)
  }

  @Test func aGoodFileIsGood() async throws {
    let (outcome, path) = try await validate(
      """
      version: 1
      channels:
        - {name: support-bot, type: tg, token: "${file:secrets/tg_token}"}
      """, files: ["secrets/tg_token": Self.token])

    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "\(path): 1 channels, nothing wrong\n")
    #expect(outcome.errors.isEmpty)
  }

  @Test func everyProblemIsToldAtOnceWithItsPlaceAndTheNearestKey() async throws {
    let (outcome, path) = try await validate(
      """
      version: 2
      api: {listen: nowhere}
      channels:
        - name: support-bot
          type: tg
          token: "${env:NO_SUCH_TOKEN}"
          tranport: polling
        - name: shop-max
          type: max
      """)

    #expect(outcome.status == 78)
    #expect(outcome.output.isEmpty)
    for (place, words) in [
      ("1:10", "out of range"), ("2:15", "must be an address and a port"),
      ("6:12", "NO_SUCH_TOKEN"), ("7:5", "did you mean \"transport\"?"),
      ("9:11", "no platform is called \"max\""), ("", "this build knows vk, tg, email"),
      ("", "5 errors"),
    ] {
      #expect(outcome.errors.contains("--> \(path):\(place)") || place.isEmpty, "\(place)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test func twoChannelsOfOneNameAreOneTooMany() async throws {
    let (outcome, _) = try await validate(
      """
      version: 1
      channels:
        - {name: support-bot, type: tg, token: "${file:secrets/tg_token}"}
        - {name: support-bot, type: tg, token: "${file:secrets/tg_token}"}
      """, files: ["secrets/tg_token": Self.token])

    #expect(outcome.status == 78)
    #expect(outcome.errors.contains("two channels have the name \"support-bot\""))
  }

  @Test func aFileThatIsNotThereIsAProblemLikeAnyOther() async throws {
    let outcome = try await Command.built("channeld", ["validate", "/nowhere/channeld.yaml"])
      .run(within: 30)

    #expect(outcome.status == 78)
    #expect(outcome.errors.contains("error[E002]"))
    #expect(outcome.errors.contains("/nowhere/channeld.yaml"))
  }

  @Test func warningsAreDeniedOnDemandOnly() async throws {
    let text = """
      version: 1
      channels: [{name: support-bot, type: tg, token: "\(Self.token)"}]
      """
    let lenient = try await validate(text).outcome
    let strict = try await validate(text, "--deny-warnings").outcome

    #expect(lenient.status == 0)
    #expect(lenient.errors.contains("warning[W101]"))
    #expect(strict.status == 78)
  }

  @Test func aSecretIsNeverShown() async throws {
    let texts = [
      "channels: [{name: b, type: tg, token: \"\(Self.token)\", tranport: polling}]",
      "channels: [{name: b, type: tg, token: \"\(Self.token)\", transport: \(Self.token)}]",
      "channels: [{name: b, type: tg, token: \"${file:secrets/tg_token}\", api_base: \(Self.token)}]",
      "channels: [{name: b, type: tg, tokn: \"\(Self.token)\"}]",
      "channels: {token: \"\(Self.token)\"",
    ]
    for text in texts {
      let outcome = try await validate(
        "version: 1\n\(text)\n", files: ["secrets/tg_token": Self.token]
      ).outcome

      #expect(outcome.status == 78, "\(text)")
      #expect(!(outcome.output + outcome.errors).contains(Self.token), "\(outcome.errors)")
    }
  }
}
