import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Settings
import Testing

@testable import TelegramAdapter

/// Files of messages that came in.
struct FetchingTests {
  private static let source = JSONFragment.object { $0.member("file_id", "AgAC") }

  private func failure(
    _ answer: String, status: Int = 200, source: JSONFragment = source, _ settings: String...
  ) async throws -> SendFailure? {
    let adapter = try settings.isEmpty ? Bot.adapter() : Bot.adapter(settings[0])
    do throws(SendFailure) {
      _ = try await adapter.request(
        for: source, over: ScriptedTransport(.json(answer, status: status)))
      return nil
    } catch { return error }
  }

  @Test func asksWhereAFileIsNow() async throws {
    let platform = ScriptedTransport(
      .json(
        """
        {"ok":true,"result":{"file_id":"AgAC","file_size":18213,"file_path":"voice/файл 0.oga"}}
        """))

    let request = try await Bot.adapter().request(for: Self.source, over: platform)

    #expect(platform.requests.map(\.bodyText) == [#"{"file_id":"AgAC"}"#])
    #expect(request.bodyText.isEmpty)
    #expect(
      request.url.text == "https://api.telegram.org/file/bot\(Bot.token)/voice/"
        + "%D1%84%D0%B0%D0%B9%D0%BB%200.oga")
    #expect(request.secrets.map { $0.reveal() } == [Bot.token])
    #expect(request.trust == .configured)
  }

  @Test func aFileOverTheLimitIsSaidSoInOneWord() async throws {
    let answers = [
      try await failure(
        #"{"ok":false,"error_code":400,"description":"Bad Request: file is too big"}"#,
        status: 400),
      try await failure(#"{"ok":true,"result":{"file_path":"a","file_size":20971521}}"#),
      try await failure(
        "{}",
        source: .object {
          $0.member("file_id", "AgAC")
          $0.member("size", 20_971_521)
        }),
    ]

    for case let answer in answers {
      guard case .rejected(let error) = answer else {
        Issue.record("\(String(describing: answer))")
        continue
      }
      #expect(error.kind == .fileTooLarge)
      #expect(error.reason == "telegram_bot_api_download_limit")
    }
  }

  @Test func aServerOfOnesOwnHasNoLimit() async throws {
    let answer = #"{"ok":true,"result":{"file_path":"a","file_size":2684354560}}"#

    #expect(try await failure(answer, "api_base: http://127.0.0.1:8081") == nil)
  }

  @Test(arguments: [
    #"{"ok":true,"result":{"file_id":"AgAC"}}"#, #"{"ok":true,"result":{"file_path":""}}"#,
    #"{"ok":true,"result":{"file_path":"../../bot/getMe"}}"#,
    #"{"ok":true,"result":{"file_path":"/var/lib/telegram-bot-api/7001002003:X/voice/0.oga"}}"#,
  ])
  func aPathThatLeadsNowhereIsFinal(_ answer: String) async throws {
    guard case .rejected(let error) = try await failure(answer) else {
      Issue.record("read as a path: \(answer)")
      return
    }
    #expect(error.kind == .downloadFailed)
  }

  @Test func aSourceThatIsNoneIsFinal() async throws {
    guard case .rejected = try await failure("{}", source: .object { _ in }) else {
      Issue.record("there is a file without a name")
      return
    }
  }
}
