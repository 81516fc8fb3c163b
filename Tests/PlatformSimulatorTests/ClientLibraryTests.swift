import Foundation
import PlatformSimulator
import Testing

/// Client libraries that other people wrote must take the simulators for the real thing.
@Suite(.serialized)
struct ClientLibraryTests {
  @Test(arguments: [
    "use_aiogram.py", "use_telegram.py", "use_vk_api.py", "use_vkbottle.py",
  ])
  func takesTheSimulatorForThePlatform(_ script: String) async throws {
    let python = try await PythonClients.python()

    let outcome = try await Simulator.running(settings()) { simulator in
      let path = PythonClients.folder.appending(path: script).path
      return try await Command(python, [path, try await simulator.url]).run(within: 120)
    }

    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.hasSuffix("DONE\n"), "\(outcome.output)")
  }
}
