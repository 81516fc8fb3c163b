import Foundation
import Testing

/// What is left after the worst moments; each ends a process that is keeping payloads.
@Suite(.serialized) struct DurabilityTests {
  private let lab: KeeperLab

  init() throws { lab = try KeeperLab() }

  @Test func aKillLosesNothingThatWasPromised() async throws {
    for round in 1...3 {
      _ = try await lab.run("round\(round)") { _ in try await lab.wait(for: 200, more: .promise) }

      #expect(try await lab.lost().isEmpty)
    }
  }

  @Test func aPowerCutLosesNothingThatWasPromised() async throws {
    let injector = try await powerLoss()
    for round in 1...3 {
      _ = try await lab.run("round\(round)", environment: injector) { _ in
        try await lab.wait(for: 200, more: .promise)
      }
      try await lab.cutPower()

      #expect(try await lab.lost().isEmpty)
    }
  }

  /// Were the writer not to wait for the disk, the test above would fail.
  @Test func aPowerCutLosesWhatNobodyWaitedFor() async throws {
    let injector = try await powerLoss()
    _ = try await lab.run("hasty", synchronous: "NORMAL", environment: injector) { _ in
      try await lab.wait(for: 200, more: .promise)
    }
    try await lab.cutPower()

    #expect(try await !lab.lost().isEmpty)
  }

  private func powerLoss() async throws -> [String: String] {
    try await lab.environment(injecting: "powerloss", ["LOG": lab.path(of: "undo")])
  }

  @Test(arguments: [false, true])
  func aDiskThatFailsEndsTheProcess(once: Bool) async throws {
    let injector = try await lab.environment(
      injecting: "faultfs",
      ["FSYNC": "eio", "ONCE": once ? "1" : "0", "SWITCH": lab.path(of: "switch")])
    let status = try await lab.run("failing", environment: injector) { process in
      try await lab.wait(for: 100, more: .promise)
      try turn(on: true)
      try await poll("the process to end") { !process.isRunning }
    }

    #expect(status == 74)
    #expect(try await lab.lost().isEmpty)
  }

  @Test func aFullDiskRefusesAndRecovers() async throws {
    let injector = try await lab.environment(
      injecting: "faultfs", ["WRITE": "enospc", "SWITCH": lab.path(of: "switch")])
    _ = try await lab.run("full", environment: injector) { _ in
      try await lab.wait(for: 100, more: .promise)
      try turn(on: true)
      try await lab.wait(for: 20, more: .refusal)
      try turn(on: false)
      try await lab.wait(for: 100, more: .promise)
    }

    #expect(try await lab.lost().isEmpty)
  }

  /// Makes the disk bad, or well again.
  private func turn(on isBad: Bool) throws {
    let path = lab.path(of: "switch")
    if isBad {
      try Data().write(to: URL(filePath: path))
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
  }
}
