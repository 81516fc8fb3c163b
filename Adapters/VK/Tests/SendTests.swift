import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct SendTests {
  private func part(to peer: Int64 = 500_100_200, _ text: String = "Да 🙂 & нет") throws -> Part {
    let adapter = try VKAdapter.shop()
    let isChat = peer > 2_000_000_000
    let dialog = Dialog.Address(
      kind: isChat ? "chat" : "private", ids: [String(peer)],
      dialogType: isChat ? .groupChat : .privateChat, chatID: String(peer))
    let plan = try adapter.plan(
      Outgoing("6931", in: dialog, .message(OutgoingMessage(text))),
      as: adapter.identity)
    return try #require(plan.parts.first)
  }

  private func send(_ part: Part, _ answer: ScriptedTransport.Answer) async throws -> PartReceipt {
    try await VKAdapter.shop().send(part, with: [], over: ScriptedTransport(answer))
  }

  @Test func postsAFormOnceAndReadsTheNumberOfTheMessage() async throws {
    let transport = ScriptedTransport(
      .json(
        #"{"response":[{"peer_id":500100200,"message_id":5157,"conversation_message_id":158}]}"#))

    let receipt = try await VKAdapter.shop().send(try part(), with: [], over: transport)

    #expect(receipt.messages == [MessageKey(space: "500100200", id: "158")])
    let request = try #require(transport.requests.first)
    #expect(transport.requests.count == 1)
    #expect(request.url.text == "https://api.vk.ru/method/messages.send")
    #expect(request.bodyText.hasPrefix("peer_ids=500100200&random_id="))
    #expect(
      request.bodyText.contains(
        "&message=%D0%94%D0%B0%20%F0%9F%99%82%20%26%20%D0%BD%D0%B5%D1%82&v=5.199"))
    #expect(request.bodyText.hasSuffix("&access_token=vk1.a.community"))
    #expect(request.secrets.count == 1)
  }

  @Test func readsTheNumberOfAComment() async throws {
    let adapter = try VKAdapter.shop()
    let dialog = Dialog.Address(
      kind: "wall", ids: ["-222000111", "77"], dialogType: .wallComments,
      chatID: "-222000111_77")
    let plan = try adapter.plan(
      Outgoing("6931", in: dialog, .message(OutgoingMessage("Да"))),
      as: adapter.identity)

    let receipt = try await send(
      try #require(plan.parts.first), .json(#"{"response":{"comment_id":21,"parents_stack":[9]}}"#))

    #expect(receipt.messages == [MessageKey(space: "wall-222000111_77", id: "21")])
  }

  @Test func takesAnAnswerWithoutANumber() async throws {
    #expect(try await send(try part(), .json(#"{"response":0}"#)).messages.isEmpty)
  }

  @Test func aPartKeepsItsRandomNumberAndPartsDiffer() throws {
    let long = String(repeating: "слово ", count: 1500)

    #expect(try part().request == part().request)
    #expect(try part().echo == part().echo)
    #expect(try part().repeats == .areDropped(for: .seconds(3300)))
    #expect(try part(long).request != part().request)
  }

  @Test func anAdministratorsTokenOpensTheBoard() async throws {
    let adapter = try VKAdapter.shop("user_token: ${cred:vk_user_token}\n")
    let dialog = Dialog.Address(
      kind: "board", ids: ["-222000111", "38446232"], dialogType: .wallComments,
      chatID: "-222000111_38446232")
    let plan = try adapter.plan(
      Outgoing("6931", in: dialog, .message(OutgoingMessage("Да"))),
      as: adapter.identity)
    let transport = ScriptedTransport(.json(#"{"response":4}"#))

    let receipt = try await adapter.send(try #require(plan.parts.first), with: [], over: transport)

    #expect(receipt.messages == [MessageKey(space: "board-222000111_38446232", id: "4")])
    let request = try #require(transport.requests.first)
    #expect(request.url.text == "https://api.vk.ru/method/board.createComment")
    #expect(request.bodyText.hasPrefix("group_id=222000111&topic_id=38446232&from_group=1&"))
    #expect(request.bodyText.hasSuffix("&access_token=vk1.a.administrator"))
  }

  @Test(arguments: [
    ("", 200), ("<html>Bad Gateway</html>", 502), (#"{"response":1}"#, 500), ("{}", 200),
    ("<html></html>", 403), (#"{"response":null}"#, 200),
  ])
  func holdsAnAnswerItCannotReadForUncertain(_ body: String, _ status: Int) async throws {
    let part = try part()

    let failure = await #expect(throws: SendFailure.self) {
      try await send(part, .json(body, status: status))
    }

    #expect(failure?.summary == "uncertain(delivery.platform_error)")
  }

  @Test func passesOnWhatTheTransportSays() async throws {
    let part = try part()
    let lost = SendFailure.unavailable(DeliveryError(.timeout, "connection refused"))

    await #expect(throws: lost) { try await send(part, .failure(lost)) }
  }

  @Test func failuresTellNoToken() async throws {
    let contract = try AdapterContract(VKAdapter.shop(), secrets: VKAdapter.secrets)
    let part = try part()
    let echo = #"{"error":{"error_code":100,"error_msg":"bad vk1.a.community"}}"#

    try await contract.failuresTellNoSecret(of: part)
    let failure = await #expect(throws: SendFailure.self) { try await send(part, .json(echo)) }

    #expect(failure?.error?.reason == "bad •••")
  }
}

@Suite struct BindTests {
  private static let us =
    #"{"response":{"groups":[{"id":222000111,"name":"Магазин","screen_name":"shop"}]}}"#
  private static let code = #"{"response":{"code":"8fb1f4e2"}}"#

  @Test func asksWhoWeAreAndForTheCode() async throws {
    let transport = ScriptedTransport(.json(Self.us), .json(Self.code))

    let identity = try await VKAdapter.shop().bind(over: transport)

    #expect(identity.externalID == "222000111")
    #expect(identity.name == "Магазин")
    #expect(identity.username == "shop")
    #expect(identity.confirmation == "8fb1f4e2")
    #expect(transport.isUsedUp)
  }

  @Test func doesNotAskForACodeThatTheSettingsSay() async throws {
    let transport = ScriptedTransport(.json(Self.us))

    let identity = try await VKAdapter.shop("confirmation: abc\n").bind(over: transport)

    #expect(identity.confirmation == "abc")
  }

  @Test func livesWithoutTheRightToTheCode() async throws {
    let refused = #"{"error":{"error_code":15,"error_msg":"Access denied"}}"#

    let identity = try await VKAdapter.shop().bind(
      over: ScriptedTransport(.json(Self.us), .json(refused)))

    #expect(identity.confirmation == nil)
  }

  @Test func refusesATokenOfAnotherCommunity() async throws {
    let other = Self.us.replacing("222000111", with: "1")

    await #expect(throws: SendFailure.self) {
      try await VKAdapter.shop().bind(over: ScriptedTransport(.json(other)))
    }
  }
}
