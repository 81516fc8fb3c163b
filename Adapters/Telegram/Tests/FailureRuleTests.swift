import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
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
    case "once": #expect(Self.isSaidAgain(rule.outcome) != Self.isFinal(row.pattern))
    case "no": #expect(rule.outcome == .refused || rule.outcome == .unauthorized)
    default: #expect(rule.outcome != .done)
    }
  }

  /// Whether it goes once more, changed as the row names it.
  private static func isSaidAgain(_ outcome: FailureRule.Outcome) -> Bool {
    switch outcome {
    case .without, .moved, .upload, .otherEdit: true
    default: false
    }
  }

  /// Rows that the study would have tried once more, and we cannot: we send no addresses of files,
  /// one part does not become several, and our forms name their files.
  private static func isFinal(_ pattern: String) -> Bool {
    [
      "failed to get HTTP URL content", "Wrong HTTP URL specified",
      "Wrong type of the web page content", "group send failed",
      "Can't use the media of the specified type in the album",
    ].contains(pattern) || pattern.hasSuffix(" in the request")
  }

  @Test func aGroupThatMovedTellsWhere() async throws {
    let answer = ScriptedTransport.Answer.json(
      """
      {"ok":false,"error_code":400,
      "description":"Bad Request: group chat was upgraded to a supergroup chat",
      "parameters":{"migrate_to_chat_id":-1001234567890}}
      """,
      status: 400)
    let part = Part(.object { $0.member("method", "sendMessage") })
    let adapter = try Bot.adapter()

    do throws(SendFailure) {
      _ = try await adapter.send(part, with: [], over: ScriptedTransport(answer))
      Issue.record("the call went through")
    } catch {
      guard case .moved(let address, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(address == Address.chat("-1001234567890", .group))
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
