import AdapterTesting
import Foundation
import ProgramTesting
import Testing

/// Whatever `channeld normalize` prints fits the model's schemas, by a validator that is not ours.
@Suite struct NormalizedSchemaTests {
  /// Payloads that are kept in the repository.
  struct Goldens: Sendable, CustomStringConvertible {
    let description: String
    let folder: String
    let name: String

    init(_ platform: String, _ folder: String, _ name: String = "payload.json") {
      (description, self.folder, self.name) = (platform, folder, name)
    }

    func paths() throws -> [String] {
      try SourceTree.files(below: folder, endingIn: "/\(name)").map(SourceTree.path)
    }
  }

  static let json = [
    Goldens("vk", "Adapters/VK/Tests/Cases/Received"),
    Goldens("tg", "Adapters/Telegram/Tests/Cases"),
  ]
  static let email = Goldens("email", "Adapters/Email/Tests/Cases", "payload.eml")

  /// Telegram's sample payloads, where the folder of the study lies beside the working copy.
  static let samples =
    ProcessInfo.processInfo.environment["CHANNELD_TELEGRAM_SAMPLES"].map { "\($0)/payloads" }
    ?? SourceTree.path("../shared/platforms/telegram/data/payloads")

  @Test(arguments: json + [email])
  func whatIsSaidOfEveryGoldenPayload(_ goldens: Goldens) async throws {
    let paths = try goldens.paths()

    #expect(paths.count > 20)
    #expect(try await checked(goldens.description, paths) == paths.count)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: samples),
      "the folder of sample payloads is not at hand"))
  func whatIsSaidOfEverySamplePayload() async throws {
    #expect(try await checked("tg", [Self.samples]) == 608)
  }

  @Test(arguments: json) func whatIsSaidOfMutants(_ goldens: Goldens) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let originals = try goldens.paths().map { path in
      Array(try Data(contentsOf: URL(filePath: path)))
    }
    var number = 0
    for mutant in JSONMutants(of: originals, count: 6000, seed: 20_261_123) {
      number += 1
      try folder.file("\(number).json", holding: mutant)
    }

    #expect(try await checked(goldens.description, [folder.path]) == 6000)
  }

  /// Checks what is said of files, a line each, and gives their number.
  private func checked(_ platform: String, _ paths: [String]) async throws -> Int {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let outcome = try await Command.built(
      "channeld", ["normalize", "--platform", platform] + paths
    ).run(within: 120)
    #expect(outcome.errors.isEmpty)
    let lines = try folder.file("lines.ndjson", holding: outcome.output)
    try await Schemas.check("event", [lines])
    try await Schemas.check("dialog", [lines])
    return outcome.output.utf8.count { $0 == UInt8(ascii: "\n") }
  }
}
