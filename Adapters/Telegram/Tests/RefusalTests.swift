import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing

@testable import TelegramAdapter

/// Every row of `errors.tsv` as an answer to a send.
struct RefusalTests {
  /// What a poll alone is told is left to its own tests.
  private static func rows() throws -> [FailureRuleTests.Row] {
    try FailureRuleTests.rows().filter { !$0.pattern.contains("getUpdates") }
  }

  @Test(arguments: try rows())
  func anAnswerBecomesTheFailureOfItsRow(_ row: FailureRuleTests.Row) async throws {
    let words = row.description.replacing("\"", with: "'")
    let answer = ScriptedTransport.Answer.json(
      """
      {"ok":false,"error_code":\(row.code),"description":"\(words)",
      "parameters":{"retry_after":7,"migrate_to_chat_id":-1001234567890}}
      """,
      status: row.code)
    let part = Part(.object { $0.member("method", "sendMessage") })
    let adapter = try Bot.adapter()
    do throws(SendFailure) {
      _ = try await adapter.send(part, with: [], over: ScriptedTransport(answer))
      Issue.record("a refusal was taken for an answer")
    } catch {
      #expect(Self.words(for: error).contains(row.retry), "\(error)")
      if row.kind != "-" { #expect(error.error?.kind.rawValue ?? row.kind == row.kind) }
      if case .throttled(let wait, _, _) = error { #expect(wait == .seconds(7)) }
    }
  }

  /// The study's words for what a failure leads to.
  private static func words(for failure: SendFailure) -> [String] {
    switch failure {
    case .throttled, .unavailable: ["yes"]
    case .uncertain: ["uncertain"]
    // Some of what could go once more cannot with a text, or not with us.
    case .rejected: ["no", "once"]
    case .unauthorized: ["no", "yes"]
    case .alreadyDone: ["done"]
    case .without, .moved: ["once"]
    }
  }
}
