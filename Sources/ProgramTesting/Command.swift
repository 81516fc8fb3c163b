import Foundation

/// A program that a test runs to its end.
public struct Command: Sendable {
  /// How it ended, and all that it wrote.
  public struct Outcome: Sendable {
    public let status: Int32
    public let output: String
    /// What it wrote to standard error.
    public let errors: String
  }

  private let tool: String
  private let arguments: [String]
  /// Over the environment of the tests, from which it does not get what is for them alone.
  public var environment: [String: String] = [:]
  /// What it reads at standard input.
  public var input: [UInt8] = []

  /// - Parameter tool: a path, or a name that is looked for in `PATH`.
  public init(_ tool: String, _ arguments: [String] = []) {
    self.tool = tool
    self.arguments = arguments
  }

  /// Runs it in an empty folder of its own; after so many seconds it is ended by force.
  public func run(within seconds: Int) async throws -> Outcome {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let input = try scratch.file("input", holding: self.input)
    let output = try scratch.file("output")
    let errors = try scratch.file("errors")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "--kill-after=5", String(seconds), tool] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .filter { !$0.key.hasPrefix("CHANNELD_TEST_") }
      .merging(environment) { _, given in given }
    process.currentDirectoryURL = URL(filePath: scratch.path)
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return Outcome(
      status: process.terminationStatus, output: try Self.text(of: output),
      errors: try Self.text(of: errors))
  }

  /// Runs it and gives what it wrote; throws unless it ended with 0.
  @discardableResult
  public func succeed(within seconds: Int) async throws -> String {
    let outcome = try await run(within: seconds)
    guard outcome.status == 0 else {
      throw Failure(
        description: "\(tool) \(arguments.joined(separator: " ")) ended with \(outcome.status): "
          + outcome.output + outcome.errors)
    }
    return outcome.output
  }

  /// Why a program that should have ended well did not.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private static func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
