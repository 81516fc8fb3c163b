import Foundation
import JSON
import PlatformSimulator
import ProgramTesting
import Testing

/// The daemon does on the platform what client libraries of others do.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct ScriptTests {
  @Test func theDaemonPlaysAScriptAsTheLibrariesOfOthersDo() async throws {
    let script = try Script("telegram.json")
    let aiogram = try await Self.outcome(of: script, playedBy: "aiogram")
    let telegram = try await Self.outcome(of: script, playedBy: "telegram")
    #expect(aiogram.differences(from: telegram) == [], "aiogram, python-telegram-bot")
    for channel in [ChannelUnderTest.telegramWebhook, .telegramPolling] {
      let ours = try await Self.outcome(of: script, playedOn: channel)
      #expect(aiogram.differences(from: ours) == [], "aiogram, channeld as \(channel)")
    }
    #expect(aiogram.count(of: "chat") > 50 && aiogram.count(of: "heard") > 15)
  }

  @Test func whatOnePlayerDoesNotDoIsADifference() async throws {
    let script = try Script("telegram.json")
    let cut = script.without(last: ["hear", "react", "edit", "send", "answer", "act"])
    let whole = try await Self.outcome(of: script, playedBy: "aiogram")
    let less = try await Self.outcome(of: cut, playedBy: "aiogram")
    let differences = whole.differences(from: less)
    // The last text is missing, another one was not edited, and a reaction was not taken back.
    #expect(differences.count { $0.hasPrefix("chat") } >= 3, "\(differences)")
    for name in ["heard", "press", "action"] {
      #expect(differences.contains { $0.hasPrefix(name) }, "\(name): \(differences)")
    }
  }

  /// All players begin with the same numbers.
  private static var platforms: SimulatorSettings {
    var settings = ChannelUnderTest.simulated()
    settings.firstNumber = 1_000
    return settings
  }

  private static func outcome(
    of script: Script, playedBy library: String
  ) async throws -> ScriptOutcome {
    let packages = PythonPackages(
      requirements: URL(
        filePath: SourceTree.path("Tests/PlatformSimulatorTests/Clients/requirements.txt")))
    let python = try await packages.interpreter()
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let file = try folder.file("script.json", holding: script.bytes)
    return try await Simulator.running(platforms) { simulator in
      var player = Command(
        python,
        [
          SourceTree.path("\(Script.folder)/play.py"), library,
          "http://127.0.0.1:\(try await simulator.port)", Secrets.telegramToken,
          ChannelUnderTest.bot, file,
        ])
      player.environment["PYTHONDONTWRITEBYTECODE"] = "1"
      let heard = try JSONValue(parsing: Array(try await player.succeed(within: 120).utf8))
      return try await ScriptOutcome(
        of: ChannelUnderTest.bot, on: simulator, heard: heard.elements)
    }
  }

  private static func outcome(
    of script: Script, playedOn channel: ChannelUnderTest
  ) async throws -> ScriptOutcome {
    // The pace is another test's affair.
    let limits = "    limits: {per_chat_per_second: 100, per_group_per_minute: 1000}\n"
    let kept = Kept()
    try await Stage.set([channel], adding: limits, on: platforms) { stage in
      var player = ScriptPlayer(on: stage)
      try await player.play(script)
      await kept.keep(
        try await ScriptOutcome(
          of: ChannelUnderTest.bot, on: stage.simulator, heard: player.heard))
    }
    return try #require(await kept.outcome)
  }

  /// What comes out of a stage.
  private actor Kept {
    private(set) var outcome: ScriptOutcome?

    func keep(_ outcome: ScriptOutcome) { self.outcome = outcome }
  }
}
