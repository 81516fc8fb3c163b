import AdapterKit
import AdapterTesting
import EventModel
import FoundationEssentials
import JSON
import Testing
import VKAdapter

@Suite struct ErrorTests {
  private static let person: Int64 = 500_100_200
  private static let chat: Int64 = 2_000_000_003

  private func send(_ part: Part, _ answer: String) async -> SendFailure? {
    await #expect(throws: SendFailure.self) {
      try await VKAdapter.shop().send(part, with: [], over: ScriptedTransport(.json(answer)))
    }
  }

  /// The same of a whole call and of its only recipient.
  private func failures(of part: Part, _ code: Int, _ words: String = "No") async -> [SendFailure] {
    let whole = #"{"error":{"error_code":\#(code),"error_msg":"\#(words)","request_params":[]}}"#
    let recipient =
      #"{"response":[{"peer_id":1,"error":{"code":\#(code),"description":"\#(words)"}}]}"#
    var all: [SendFailure] = []
    for answer in [whole, recipient] {
      if let failure = await send(part, answer) { all.append(failure) }
    }
    return all
  }

  @Test(arguments: [
    (6, person, "throttled(1 seconds, channel, delivery.rate_limit)"),
    (9, person, "throttled(60 seconds, conversation, delivery.rate_limit)"),
    (29, person, "throttled(3600 seconds, channel, delivery.rate_limit)"),
    (103, person, "throttled(3600 seconds, channel, delivery.rate_limit)"),
    (601, person, "throttled(3600 seconds, channel, delivery.rate_limit)"),
    (32, person, "throttled(3 seconds, channel, delivery.rate_limit)"),
    (1, person, "uncertain(delivery.platform_error)"),
    (10, person, "uncertain(delivery.platform_error)"),
    (36, person, "uncertain(delivery.platform_error)"),
    (43, person, "unavailable(delivery.platform_error)"),
    (5, person, "unauthorized(webhook.invalid_token)"),
    (27, person, "unauthorized(webhook.invalid_token)"),
    (28, person, "unauthorized(webhook.invalid_token)"),
    (1117, person, "unauthorized(webhook.invalid_token)"),
    (7, person, "rejected(delivery.platform_error)"),
    (14, person, "rejected(delivery.platform_error)"),
    (15, person, "rejected(delivery.platform_error)"),
    (18, person, "rejected(delivery.user_blocked)"),
    (22, person, "rejected(media.upload_failed)"),
    (100, person, "rejected(delivery.platform_error)"),
    (104, person, "rejected(delivery.chat_not_found)"),
    (222, person, "rejected(delivery.platform_error)"),
    (900, person, "rejected(delivery.user_blocked)"),
    (901, person, "rejected(delivery.user_blocked)"),
    (902, person, "rejected(delivery.user_blocked)"),
    (909, person, "rejected(delivery.platform_error)"),
    (910, person, "rejected(delivery.message_too_long)"),
    (911, person, "rejected(delivery.platform_error)"),
    (912, person, "rejected(delivery.bot_removed)"),
    (913, person, "rejected(delivery.message_too_long)"),
    (914, person, "rejected(delivery.message_too_long)"),
    (917, person, "rejected(delivery.chat_not_found)"),
    (917, chat, "rejected(delivery.bot_removed)"),
    (922, chat, "rejected(delivery.bot_removed)"),
    (924, person, "rejected(delivery.platform_error)"),
    (925, chat, "rejected(delivery.platform_error)"),
    (927, chat, "rejected(delivery.chat_not_found)"),
    (936, person, "rejected(delivery.chat_not_found)"),
    (945, chat, "rejected(delivery.chat_not_found)"),
    (950, person, "rejected(delivery.platform_error)"),
    (31337, person, "rejected(delivery.unknown)"),
  ])
  func decidesByTheCode(_ code: Int, _ peer: Int64, _ expected: String) async throws {
    let failures = await failures(of: try VKAdapter.text(to: peer), code)

    #expect(failures.map(\.summary) == [expected, expected])
    #expect(failures.allSatisfy { $0.error?.code == String(code) })
  }

  /// Every code that VK's schema and documentation name, by the class that our facts put it in.
  @Test func decidesOfEveryKnownCode() async throws {
    let part = try VKAdapter.text(to: Self.person)
    let table = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Cases/errors.tsv")
    let lines = String(decoding: try Data(contentsOf: table), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count > 200)
    for line in lines {
      let words = line.split(separator: "\t").map(String.init)
      let code = try #require(words.first.flatMap { Int($0) })
      let decision = try #require(await failures(of: part, code).first?.decision)
      #expect(Self.decisions[words[1]]?.contains(decision) ?? (decision == "rejected"), "\(line)")
    }
  }

  /// 43 says itself that nothing was done.
  private static let decisions = [
    "retry_soon": ["uncertain", "unavailable"], "rate_limit": ["throttled"],
    "flood": ["throttled"], "quota": ["throttled"], "busy": ["throttled"],
    "auth": ["unauthorized"], "auth_scope": ["unauthorized", "rejected"],
  ]

  @Test func anAdministratorsTokenDoesNotCloseTheChannel() async throws {
    let adapter = try VKAdapter.shop("user_token: ${cred:vk_user_token}\n")
    let part = try VKAdapter.comment(in: "board", 38_446_232, by: adapter)

    let failure = await #expect(throws: SendFailure.self) {
      try await adapter.send(
        part, with: [],
        over: ScriptedTransport(.json(#"{"error":{"error_code":5,"error_msg":"expired"}}"#)))
    }

    #expect(failure?.summary == "rejected(webhook.invalid_token)")
  }

  @Test func oneOfSeveralMessagesMayNotBeDeleted() async throws {
    let part = try VKAdapter.planned(.delete(VKAdapter.known(158, 159)))

    let refused = await send(
      part,
      #"{"response":[{"conversation_message_id":158,"response":1},"#
        + #"{"conversation_message_id":159,"response":0,"error":{"code":924,"description":"No"}}]}"#
    )
    let kept = await send(part, #"{"response":[{"conversation_message_id":158,"response":0}]}"#)

    #expect(refused?.summary == "rejected(delivery.platform_error)")
    #expect(refused?.error?.code == "924")
    #expect(kept?.summary == "rejected(delivery.platform_error)")
  }
}
