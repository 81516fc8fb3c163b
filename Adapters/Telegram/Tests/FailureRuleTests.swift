import AdapterKit
import EventModel
import FoundationEssentials
import Testing

@testable import TelegramAdapter

struct FailureRuleTests {
  /// One row of `errors.tsv`, the platform study's own list.
  struct Row: Sendable, CustomTestStringConvertible {
    let code: Int
    let pattern: String
    let kind: String
    let retry: String

    var testDescription: String { "\(code) \(pattern)" }

    /// An answer that the pattern was written for.
    var description: String {
      "Bad Request: " + pattern.replacing("*", with: "2").uppercased() + " (really)"
    }
  }

  static func rows() throws -> [Row] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Cases/errors.tsv")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Row(
        code: Int(fields[0]) ?? 503, pattern: fields[1], kind: fields[2], retry: fields[3])
    }
  }

  @Test func knowsEveryRowOfTheStudy() throws {
    #expect(try Self.rows().count == 130)
    #expect(FailureRule.all.map(\.patterns.count).reduce(0, +) == 130)
  }

  @Test(arguments: try rows())
  func mapsAnAnswerByItsFirstRow(_ row: Row) throws {
    let rule = try #require(FailureRule.first(code: row.code, description: row.description))

    if row.kind != "-" { #expect(rule.kind.rawValue == row.kind) }
    switch row.retry {
    case "uncertain": #expect(rule.outcome == .uncertain)
    case "done": #expect(rule.outcome == .done)
    case "once": #expect(rule.outcome == .refused)
    case "no": #expect(rule.outcome == .refused || rule.outcome == .unauthorized)
    default: #expect(rule.outcome != .done)
    }
  }

  @Test func anAlbumThatWasPartlyRefusedIsUncertainWhateverItQuotes() {
    let rule = FailureRule.first(
      code: 400,
      description:
        "Bad Request: failed to send message #2 with the error message \"PHOTO_INVALID\"")

    #expect(rule?.outcome == .uncertain)
  }

  @Test func anUnknownCodeHasNoRule() {
    #expect(FailureRule.first(code: 418, description: "I'm a teapot") == nil)
  }
}
