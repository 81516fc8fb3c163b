import Foundation
import GRDB
import ProgramTesting
import StoreTesting
import Testing

@testable import SQLiteStore

/// A store whose keepers are ended while they keep, and what is left of it.
final class KeeperLab: Sendable {
  private let folder: ScratchFolder
  private let promises: String
  var store: String { "\(folder.path)/state/store.sqlite" }

  init() throws {
    folder = try ScratchFolder()
    try folder.file("state/empty")
    promises = try folder.file("promises")
  }

  deinit { folder.remove() }

  /// Runs a keeper, which is this executable once more, while `work` goes on; then it is killed
  /// unless it has ended. Returns its status.
  func run(
    _ name: String, synchronous: String? = nil, doesDeeds: Bool? = nil,
    environment: [String: String] = [:],
    while work: (Process) async throws -> Void
  ) async throws -> Int32 {
    let orders = Keeper(
      name: name, store: store, promises: promises, synchronous: synchronous, doesDeeds: doesDeeds)
    let process = Process()
    process.executableURL = URL(
      filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    process.arguments = ["--testing-library", "swift-testing", "--filter", "KeeperTests"]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.environment?[Keeper.variable] = String(
      decoding: try JSONEncoder().encode(orders), as: UTF8.self)
    let output = try FileHandle(forWritingTo: URL(filePath: folder.file("output-\(name)")))
    process.standardOutput = output
    process.standardError = output
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    do { try await work(process) } catch let overdue as Overdue {
      Issue.record("\(overdue): \(try text("output-\(name)"))")
    }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try await poll("a keeper to end") { !process.isRunning }
    return process.terminationStatus
  }

  /// Returns once there are so many more lines, of promises or of refusals.
  func wait(for count: Int, more line: Line) async throws {
    let before = try lines(line).count
    try await poll("\(count) more lines of \(line)") { try lines(line).count >= before + count }
  }

  enum Line { case promise, refusal }

  func lines(_ line: Line) throws -> [Substring] {
    // The last line may be cut by the end of the process that wrote it.
    let whole = try text("promises").split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    return whole.filter { ($0 == Keeper.refusal) == (line == .refusal) }
  }

  /// What was promised and is not in the store when it is opened again.
  func lost() async throws -> Set<String> {
    let reopened = try SQLiteStore(path: store, process: [2], now: { Sample.noon })
    let kept = try await reopened.pool.read { db in
      try String.fetchSet(db, sql: "SELECT CAST(body AS TEXT) FROM payload")
    }
    try reopened.close()
    return Set(try lines(.promise).map(String.init)).subtracting(kept)
  }

  func path(of file: String) -> String { "\(folder.path)/\(file)" }

  private func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path(of: file))), as: UTF8.self)
  }

  // MARK: Faults

  /// What makes a process load one of the injectors in `Faults`, which is compiled first.
  func environment(
    injecting name: String, _ settings: [String: String]
  ) async throws -> [String: String] {
    let source = SourceTree.path("Tests/SQLiteStoreTests/Faults/\(name).c")
    let library = path(of: "\(name).so")
    try await Command(
      "cc", ["-O2", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread"]
    )
    .succeed(within: 60)
    let prefix = name.uppercased()
    var environment = ["LD_PRELOAD": library, "\(prefix)_PATH": "\(folder.path)/state/"]
    for (setting, value) in settings { environment["\(prefix)_\(setting)"] = value }
    return environment
  }

  /// Takes back, as a power cut would, what was written and not synced.
  func cutPower() async throws {
    let script = SourceTree.path("Tests/SQLiteStoreTests/Faults/powerloss.py")
    let report = try await Command("python3", [script, path(of: "undo")]).succeed(within: 60)
    #expect(!report.contains("\"writes\": 0"), "the injector saw no write")
  }
}
