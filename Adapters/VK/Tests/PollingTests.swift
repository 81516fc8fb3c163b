import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct PollingTests {
  private static let server =
    #"{"response":{"key":"27aed","server":"https://lp.vk.com/wh222000111","ts":"3394"}}"#
  private static let cursor = PollCursor(
    "updates", #"{"server":"https://lp.vk.com/wh222000111","key":"27aed","ts":"3394"}"#)

  private func poll(
    after cursor: PollCursor?, _ transport: ScriptedTransport
  ) async throws -> PollBatch {
    try await VKAdapter.shop().poll(after: cursor, over: transport)
  }

  @Test func findsOutFirstWhereToAsk() async throws {
    let transport = ScriptedTransport(.json(Self.server))

    let batch = try await poll(after: nil, transport)

    #expect(batch.items.isEmpty)
    #expect(batch.cursor == Self.cursor)
    let request = try #require(transport.requests.first)
    #expect(request.url.text == "https://api.vk.ru/method/groups.getLongPollServer")
    #expect(request.bodyText == "group_id=222000111&v=5.199&access_token=vk1.a.community")
  }

  @Test func asksWithTheCursorAndCutsTheAnswerByUpdates() async throws {
    let first = #"{"type": "a", "object" : {"text":"x,]}\"\\"}}"#
    let transport = ScriptedTransport(
      .json(#"{"ts":"3396","updates":[ \#(first) ,{"type":"b"}]}"#))

    let batch = try await poll(after: Self.cursor, transport)

    #expect(
      batch.items.map { String(decoding: $0.body, as: UTF8.self) } == [first, #"{"type":"b"}"#])
    #expect(batch.cursor?.value.contains(#""ts":"3396""#) == true)
    let request = try #require(transport.requests.first)
    #expect(
      request.url.text == "https://lp.vk.com/wh222000111?act=a_check&key=27aed&ts=3394&wait=25")
    #expect(request.timeout == .seconds(35))
  }

  @Test func goesOnFromTheNumberWhenHistoryIsLost() async throws {
    let batch = try await poll(
      after: Self.cursor, ScriptedTransport(.json(#"{"failed":1,"ts":2593}"#)))

    #expect(batch.cursor?.value.contains(#""key":"27aed","ts":"2593""#) == true)
  }

  @Test(arguments: [#"{"failed":2}"#, #"{"updates":[]}"#, "<html></html>", #"{"failed":4}"#])
  func asksForANewKeyAndKeepsItsPlace(_ answer: String) async throws {
    let transport = ScriptedTransport(
      .json(answer), .json(Self.server.replacing("27aed", with: "new").replacing("3394", with: "9"))
    )

    let batch = try await poll(after: Self.cursor, transport)

    #expect(batch.cursor?.value.contains(#""key":"new","ts":"3394""#) == true)
    #expect(transport.isUsedUp)
  }

  @Test func beginsAnewWhenAllIsLost() async throws {
    let transport = ScriptedTransport(
      .json(#"{"failed":3}"#), .json(Self.server.replacing("3394", with: "9")))

    let batch = try await poll(after: Self.cursor, transport)

    #expect(batch.cursor?.value.contains(#""ts":"9""#) == true)
  }

  @Test func keepsItsCursorOverAServerError() async throws {
    await #expect(throws: SendFailure.self) {
      try await poll(after: Self.cursor, ScriptedTransport(.json("", status: 502)))
    }
  }

  @Test(arguments: ["http://lp.vk.com/wh1", "file:///etc/passwd", "https://lp.vk.com/\\n"])
  func followsOnlySafeAddresses(_ address: String) async throws {
    let cursor = PollCursor("updates", #"{"server":"\#(address)","key":"k","ts":"1"}"#)
    let transport = ScriptedTransport()

    await #expect(throws: SendFailure.self) { try await poll(after: cursor, transport) }

    #expect(transport.requests.isEmpty)
  }

  @Test func followsPlainAddressesWhereTheAPIIsPlain() async throws {
    let adapter = try VKAdapter.shop("api_base: http://127.0.0.1:9000\n")
    let cursor = PollCursor(
      "updates", #"{"server":"http://127.0.0.1:9000/lp?x=1","key":"k","ts":"1"}"#)
    let transport = ScriptedTransport(.json(#"{"ts":"1","updates":[]}"#))

    let batch = try await adapter.poll(after: cursor, over: transport)

    #expect(batch.items.isEmpty)
    #expect(
      transport.requests.first?.url.text
        == "http://127.0.0.1:9000/lp?x=1&act=a_check&key=k&ts=1&wait=25")
  }

  @Test func asksAnewWhenTheCursorIsUnreadable() async throws {
    let batch = try await poll(
      after: PollCursor("updates", "junk"), ScriptedTransport(.json(Self.server)))

    #expect(batch.cursor == Self.cursor)
  }
}
