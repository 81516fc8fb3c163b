import ProgramTesting
import Testing

/// A platform is a folder, and the folder is known wherever it must be.
@Suite struct PlatformsTests {
  @Test func everyAdapterIsBuiltTestedAndOffered() async throws {
    let targets = try await Manifest.read().targets
    let catalogue = SwiftSource(
      "Sources/channeld/Platforms.swift",
      try SourceTree.text("Sources/channeld/Platforms.swift"))
    let names = try SourceTree.names(in: "Adapters")

    #expect(!names.isEmpty)
    for name in names {
      let paths = targets.filter { $0.name.hasPrefix("\(name)Adapter") }.compactMap(\.path)
      #expect(paths.sorted() == ["Adapters/\(name)/Sources", "Adapters/\(name)/Tests"])
      #expect(catalogue.imports.contains("\(name)Adapter"))
      #expect(
        catalogue.code.contains { $0.holds(oneOf: ["\(name)Adapter.self"]) },
        "\(name) is not in Platforms.all")
    }
  }

  @Test func everyAdapterIsExplained() throws {
    for name in try SourceTree.names(in: "Adapters") {
      let files = try SourceTree.names(in: "Adapters/\(name)")
      #expect(files.contains("README.md"), "\(name)")
      #expect(files.contains("channel.example.yaml"), "\(name)")
    }
  }
}
