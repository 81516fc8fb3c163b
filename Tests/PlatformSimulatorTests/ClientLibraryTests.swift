import Foundation
import PlatformSimulator
import ProgramTesting
import Testing

/// Client libraries that other people wrote must take the simulators for the real thing.
@Suite(.serialized)
struct ClientLibraryTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Clients")

  @Test(arguments: [
    "use_aiogram.py", "use_telegram.py", "use_vk_api.py", "use_vkbottle.py",
  ])
  func takesTheSimulatorForThePlatform(_ script: String) async throws {
    let libraries = PythonPackages(requirements: Self.folder.appending(path: "requirements.txt"))
    let python = try await libraries.interpreter()

    var settings = settings()
    settings.bots.append(
      TelegramAccount(token: "7001002004:AAtesttesttesttesttesttesttesttest", username: "other_bot")
    )
    settings.communities[0].userToken = "vk1.a.user"
    let outcome = try await Simulator.running(settings) { simulator in
      let path = Self.folder.appending(path: script).path
      return try await Command(python, [path, try await simulator.url]).run(within: 120)
    }

    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.hasSuffix("DONE\n"), "\(outcome.output)\(outcome.errors)")
  }
}
