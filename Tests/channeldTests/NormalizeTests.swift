import JSON
import ProgramTesting
import Testing

/// `channeld normalize`: payload files in, a line each out.
@Suite struct NormalizeTests {
  /// A platform and a payload of it that is read.
  struct Sample: Sendable, CustomStringConvertible {
    let description: String
    let path: String

    func bytes() throws -> [UInt8] { Array(try SourceTree.text(path).utf8) }
    var isLetter: Bool { path.hasSuffix(".eml") }
  }

  static let samples = [
    Sample(
      description: "vk", path: "Adapters/VK/Tests/Cases/Received/message_new/payload.json"),
    Sample(description: "tg", path: "Adapters/Telegram/Tests/Cases/message.reply/payload.json"),
    Sample(
      description: "email", path: "Adapters/Email/Tests/Cases/answer_in_a_thread/payload.eml"),
  ]

  struct Line {
    let file: String
    let events: Int
    let dialogs: Int
    /// Why it was not read; nil when it was.
    let code: String?
  }

  private func normalize(
    _ platform: String, _ paths: [String], input: [UInt8] = []
  ) async throws -> (status: Int32, lines: [Line]) {
    var command = Command.built("channeld", ["normalize", "--platform", platform] + paths)
    command.input = input
    let outcome = try await command.run(within: 60)
    #expect(outcome.errors.isEmpty)
    let lines = try outcome.output.split(separator: "\n").map { line in
      let view = try JSONDocument(parsing: Array(line.utf8)).root
      return Line(
        file: view["file"].text ?? "", events: Array(view["events"].elements).count,
        dialogs: Array(view["dialogs"].elements).count, code: view["error"]["code"].text)
    }
    return (outcome.status, lines)
  }

  @Test(arguments: samples) func aFileIsALine(_ sample: Sample) async throws {
    let path = SourceTree.path(sample.path)
    let (status, lines) = try await normalize(sample.description, [path])

    #expect(status == 0)
    #expect(lines.map(\.file) == [path])
    #expect(lines.first?.events == 1 && lines.first?.dialogs == 1)
  }

  @Test(arguments: samples) func standardInputIsAFile(_ sample: Sample) async throws {
    for paths in [[], ["-"]] {
      let (status, lines) = try await normalize(
        sample.description, paths, input: try sample.bytes())

      #expect(status == 0)
      #expect(lines.map(\.file) == ["-"])
      #expect(lines.first?.events == 1)
    }
  }

  @Test(arguments: samples) func aFolderIsItsFilesSorted(_ sample: Sample) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let names = ["a", "b/a", "b/b", "c"]
    for name in names.reversed() { try folder.file(name, holding: try sample.bytes()) }
    try folder.file(".hidden", holding: "{")

    let (status, lines) = try await normalize(sample.description, [folder.path])
    #expect(status == 0)
    #expect(lines.map(\.file) == names.map { "\(folder.path)/\($0)" })
  }

  /// What is no payload, by the name of the fault.
  static let faults: [(name: String, bytes: [UInt8])] = [
    ("bad_json", Array("{\"update_id\":1,".utf8)),
    ("empty", []),
    ("wrong_shape", Array("[1, 2]".utf8)),
    ("a_number", Array("42".utf8)),
    ("deep", Array((String(repeating: "{\"a\":", count: 10_000) + "1").utf8)),
    ("deep_list", Array(String(repeating: "[", count: 10_000).utf8)),
    ("not_utf8", Array("{\"type\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8)),
  ]

  @Test(arguments: samples) func aBadFileStopsNothing(_ sample: Sample) async throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let missing = "\(folder.path)/missing"
    let good = try folder.file("good", holding: try sample.bytes())
    var paths = [good, missing, good]
    for fault in Self.faults where !sample.isLetter {
      paths += [try folder.file(fault.name, holding: fault.bytes), good]
    }

    let (status, lines) = try await normalize(sample.description, paths)
    #expect(status == 1)
    #expect(lines.map(\.file) == paths)
    for line in lines {
      #expect((line.code == nil) == (line.file == good), "\(line)")
      #expect((line.code == "unreadable_file") == (line.file == missing), "\(line)")
    }
  }

  @Test func aWholeAnswerToAPollIsOneLine() async throws {
    let updates = try ["message.reply", "callback_query.data"].map {
      try SourceTree.text("Adapters/Telegram/Tests/Cases/\($0)/payload.json")
    }
    let answer = "{\"ok\":true,\"result\":[\(updates.joined(separator: ","))]}"
    let (status, lines) = try await normalize("tg", ["-"], input: Array(answer.utf8))

    #expect(status == 0)
    #expect(lines.map(\.events) == [2])
  }

  @Test func anEmptyLetterIsNoLetter() async throws {
    let (status, lines) = try await normalize("email", ["-"])

    #expect(status == 1)
    #expect(lines.first?.code != nil)
  }

  @Test func aPlatformThatNobodyKnowsIsRefused() async throws {
    let outcome = try await Command.built("channeld", ["normalize", "--platform", "max", "-"])
      .run(within: 30)

    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("this build knows vk, tg, email"))
  }
}
