import Foundation

/// The model's schemas, held against what we write by a validator that is not ours.
public enum Schemas {
  /// Where schemas, reference documents and scripts lie.
  public static let folder = SourceTree.path("Tests/EventModelTests/Reference")

  /// Checks files with `check.py`, which tells what its kinds are; throws all faults.
  public static func check(_ kind: String, _ files: [String] = []) async throws {
    try await run("check.py", [kind] + files)
  }

  /// Runs a script that lies beside the schemas; throws unless it ends with 0.
  public static func run(_ script: String, _ arguments: [String]) async throws {
    let packages = PythonPackages(requirements: URL(filePath: "\(folder)/requirements.txt"))
    try await Command(try await packages.interpreter(), ["\(folder)/\(script)"] + arguments)
      .succeed(within: 300)
  }
}
