import JSON
import ProgramTesting

/// Package.swift as SwiftPM understands it.
struct Manifest {
  struct Target {
    let name: String
    let isTest: Bool
    let path: String?
    let rooms: Set<String>
    let products: Set<String>
  }

  let targets: [Target]

  /// Asks SwiftPM; with a scratch folder of its own it does not wait for the build that runs us.
  static func read() async throws -> Manifest {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let text = try await Command(
      "swift",
      [
        "package", "--package-path", SourceTree.root, "--scratch-path", scratch.path,
        "dump-package",
      ]
    ).succeed(within: 120)
    return Manifest(try JSONDocument(parsing: Array(text.utf8)).root)
  }

  private init(_ root: JSONView) {
    targets = root["targets"].elements.map { target in
      let dependencies = Array(target["dependencies"].elements)
      return Target(
        name: target["name"].text ?? "", isTest: target["type"].text == "test",
        path: target["path"].text,
        rooms: Set(dependencies.compactMap { $0["byName"].first.text }),
        products: Set(dependencies.compactMap { $0["product"].first.text }))
    }
  }
}
