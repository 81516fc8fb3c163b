import JSON
import ProgramTesting
import Testing

/// `channeld normalize`, as a person and a script run it.
@Suite struct NormalizeTests {
  private static let update = #"""
    {"update_id": 1, "message": {"message_id": 7, "date": 1790000000, "text": "hi",
     "chat": {"id": 5, "type": "private", "first_name": "Anna"}, "from": {"id": 5, "first_name": "Anna"}}}
    """#

  private func normalize(
    _ platform: String, _ paths: [String], input: String = ""
  ) async throws -> (status: Int32, lines: [JSONValue]) {
    var command = Command(Daemon.path, ["normalize", "--platform", platform] + paths)
    command.input = Array(input.utf8)
    let outcome = try await command.run(within: 120)
    let lines = try outcome.output.split(separator: "\n").map {
      try JSONValue(parsing: Array($0.utf8))
    }
    return (outcome.status, lines)
  }

  @Test func readsStandardInput() async throws {
    let (status, lines) = try await normalize("tg", ["-"], input: Self.update)

    #expect(status == 0)
    #expect(lines.count == 1)
    #expect(lines.first?["file"]?.string == "-")
    let event = lines.first?["events"]?.elements.first
    #expect(event?["message"]?["content"]?.string == "hi")
    #expect(lines.first?["dialogs"]?.elements.count == 1)
  }

  @Test func readsAWholeAnswerToAPoll() async throws {
    let second = Self.update.replacing(#""update_id": 1"#, with: #""update_id": 2"#)
      .replacing(#""message_id": 7"#, with: #""message_id": 8"#)
    let (status, lines) = try await normalize(
      "tg", ["-"], input: #"{"ok": true, "result": [\#(Self.update), \#(second)]}"#)

    #expect(status == 0)
    #expect(lines.first?["events"]?.elements.count == 2)
  }

  @Test func goesOnBehindWhatItCannotRead() async throws {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    try scratch.file("in/a.json", holding: Self.update)
    try scratch.file("in/b.json", holding: "{\"update_id\": 2, ")
    try scratch.file("in/c.json", holding: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
    try scratch.file(
      "in/d.json",
      holding: String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000))
    try scratch.file("in/e.json", holding: Self.update)

    let (status, lines) = try await normalize("tg", ["\(scratch.path)/in", "\(scratch.path)/none"])

    #expect(status == 1)
    #expect(lines.map { $0["error"] == nil } == [true, false, false, false, true, false])
    #expect(lines.compactMap { $0["error"]?["code"]?.string }.count == 4)
    #expect(lines.map { $0["file"]?.string?.last } == ["n", "n", "n", "n", "n", "e"])
  }

  @Test func refusesAPlatformThatItDoesNotKnow() async throws {
    let outcome = try await Command(Daemon.path, ["normalize", "--platform", "fax", "-"])
      .run(within: 60)

    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("vk, tg, email"))
  }

  @Test(arguments: [("vk", "VK"), ("tg", "Telegram"), ("email", "Email")])
  func everyEventAndDialogFitsItsSchema(_ platform: String, _ folder: String) async throws {
    let payloads = try SourceTree.files(below: "Adapters/\(folder)/Tests/Cases", endingIn: "")
      .filter { $0.split(separator: "/").last?.hasPrefix("payload.") == true }
    #expect(payloads.count >= 20)
    let outcome = try await Command(
      Daemon.path, ["normalize", "--platform", platform] + payloads.map(SourceTree.path)
    ).run(within: 120)
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let lines = try scratch.file("lines.ndjson", holding: outcome.output)

    #expect(outcome.output.split(separator: "\n").count == payloads.count)
    try await Schemas.check("event", [lines])
    try await Schemas.check("dialog", [lines])
  }
}
