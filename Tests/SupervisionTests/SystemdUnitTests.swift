import Foundation
import Logging
import Testing

@testable import Supervision

/// The units that are shipped, as they lie in `systemd/`.
struct SystemdUnitTests {
  private let service: UnitFile
  private let ingress: UnitFile
  private let api: UnitFile

  init() throws {
    service = try UnitFile("channeld.service")
    ingress = try UnitFile("channeld-ingress.socket")
    api = try UnitFile("channeld-api.socket")
  }

  @Test func theServiceTellsSystemdWhenItIsReadyAndThatItMoves() {
    #expect(service["Service", "Type"] == ["notify"])
    #expect(service["Service", "NotifyAccess"] == ["main"])
    #expect(service["Service", "WatchdogSec"] == ["30"])
    #expect(
      service["Service", "ExecStart"] == [
        "/usr/bin/channeld run --config /etc/channeld/channeld.yaml"
      ])
  }

  @Test func aCrashLoopNeverClosesTheSockets() {
    #expect(service["Unit", "StartLimitIntervalSec"] == ["0"])
    #expect(service["Service", "Restart"] == ["always"])
    #expect(ingress["Socket", "TriggerLimitIntervalSec"] == ["0"])
    #expect(api["Socket", "TriggerLimitIntervalSec"] == ["0"])
  }

  @Test func aBadConfigurationIsNotTriedAgain() {
    #expect(service["Service", "RestartPreventExitStatus"] == ["78"])
  }

  @Test func theSocketsBearTheNamesThatTheDaemonAsksFor() {
    #expect(ingress["Socket", "FileDescriptorName"] == ["ingress"])
    #expect(ingress["Socket", "ListenStream"] == ["8471"])
    #expect(api["Socket", "FileDescriptorName"] == ["api"])
    #expect(api["Socket", "ListenStream"] == ["127.0.0.1:8470", "/run/channeld.sock"])
    #expect(
      service["Service", "Sockets"] == ["channeld-ingress.socket channeld-api.socket"])
  }

  @Test func theDrainEndsFiveSecondsBeforeSystemdsPatience() throws {
    let patience = try #require(service["Service", "TimeoutStopSec"].first.flatMap { Int($0) })
    let process = ServiceProcess(
      tree: Child("house") {}, clock: ContinuousClock(),
      notifier: SystemdNotifier(environment: [:], logger: .init(label: "test")),
      logger: .init(label: "test"))

    #expect(process.drainLimit == .seconds(patience - 5))
  }

  @Test(.enabled(if: SystemdAnalyze.isInstalled, SystemdAnalyze.absence))
  func systemdFindsNothingToComplainOf() throws {
    let (status, complaints) = try SystemdAnalyze.verify()

    #expect(complaints == "")
    #expect(status == 0)
  }

  @Test(.enabled(if: SystemdAnalyze.isInstalled, SystemdAnalyze.absence))
  func aMisspeltLineWouldBeComplainedOf() throws {
    let (_, complaints) = try SystemdAnalyze.verify(adding: "WatchdogSecs=30")

    #expect(complaints.contains("WatchdogSecs"))
  }

  /// 1.1 without the drop-ins, which `security` doesn't read offline; in service it is 1.0.
  @Test(.enabled(if: SystemdAnalyze.isInstalled, SystemdAnalyze.absence))
  func theSandboxIsTight() throws {
    let (status, output) = try SystemdAnalyze.run([
      "security", "--offline=true", "--threshold=11", "--no-pager",
      UnitFile.folder.appending(path: "channeld.service").path,
    ])

    #expect(status == 0, "\(output)")
  }
}

/// A unit as a list of assignments.
private struct UnitFile {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "systemd")

  private var assignments: [(section: String, name: String, value: String)] = []

  init(_ name: String) throws {
    var section = ""
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        section = String(line.dropFirst().dropLast())
      } else {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(name): \(line)")
        assignments.append((section, String(parts[0]), String(parts[1])))
      }
    }
  }

  subscript(section: String, name: String) -> [String] {
    assignments.filter { $0.section == section && $0.name == name }.map(\.value)
  }
}

/// systemd's own judge of units.
private enum SystemdAnalyze {
  static let tool = "/usr/bin/systemd-analyze"
  static let isInstalled = FileManager.default.isExecutableFile(atPath: tool)
  static let absence: Comment = "systemd-analyze is not installed (Debian: apt install systemd)"

  /// What it says of a copy of the units whose command exists on this machine.
  static func verify(adding line: String = "") throws -> (status: Int32, output: String) {
    let files = FileManager.default
    let copy = files.temporaryDirectory.appending(path: "channeld-units-\(UUID())")
    try files.copyItem(at: UnitFile.folder, to: copy)
    defer { try? files.removeItem(at: copy) }  // a leftover in the temporary folder hurts nobody
    let service = copy.appending(path: "channeld.service")
    let text = try String(contentsOf: service, encoding: .utf8)
      .replacing("/usr/bin/channeld run", with: "/bin/true run")
      .replacing("[Service]\n", with: "[Service]\n\(line)\n")
    try text.write(to: service, atomically: true, encoding: .utf8)
    if try version() < 253 {
      try files.removeItem(at: copy.appending(path: "channeld.service.d/10-notify-reload.conf"))
    }
    let units = ["channeld.service", "channeld-ingress.socket", "channeld-api.socket"]
    return try run(["verify", "--man=no"] + units.map { copy.appending(path: $0).path })
  }

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  private static func version() throws -> Int {
    let words = try run(["--version"]).output.split(separator: " ")
    return try #require(words.dropFirst().first.flatMap { Int($0) })
  }
}
