import AdapterKit
import AdapterTesting
import EventModel
import JSON
import Testing
import VKAdapter

@Suite struct LookUpTests {
  private static let triedAt = Timestamp(seconds: 1_763_600_700)

  private func lookUp(
    _ part: Part, _ answers: ScriptedTransport.Answer...
  ) async throws -> (found: LookedUp, requests: [TransferRequest]) {
    let transport = ScriptedTransport(answers)
    let found = try await VKAdapter.shop().lookUp(
      part, in: VKAdapter.conversation(500_100_200), triedAt: Self.triedAt, over: transport)
    return (found, transport.requests)
  }

  private func message(
    _ number: Int, random: String = "0", from author: Int = -222_000_111,
    at date: Int = 1_763_600_701
  ) -> String {
    #"{"id":\#(5000 + number),"conversation_message_id":\#(number),"from_id":\#(author),"#
      + #""random_id":\#(random),"date":\#(date),"text":"Да"}"#
  }

  private func history(_ messages: [String], count: Int = 1000) -> ScriptedTransport.Answer {
    .json(#"{"response":{"count":\#(count),"items":[\#(messages.joined(separator: ","))]}}"#)
  }

  private func random(of part: Part) throws -> String {
    try #require(try part.request.parsed()["parameters"]["random_id"].string)
  }

  @Test func aDeletionArrivedWhenNothingStandsThereAnyMore() async throws {
    let part = try VKAdapter.planned(.delete(VKAdapter.known(158, 159)))
    let deleted = #"{"conversation_message_id":159,"date":1763600701,"deleted":1}"#

    let (found, requests) = try await lookUp(part, history([deleted]))
    #expect(found == .arrived(PartReceipt([])))
    #expect(requests.map(\.isCounted) == [true])
    #expect(
      requests.first?.url.text
        == "https://api.vk.ru/method/messages.getByConversationMessageId")
    #expect(
      requests.first?.bodyText.hasPrefix(
        "peer_id=500100200&conversation_message_ids=158%2C159&") == true)

    #expect(try await lookUp(part, history([message(158), deleted])).found == .absent)
    #expect(try await lookUp(part, .json(#"{"response":{}}"#)).found == .unknown)
  }

  @Test func findsOurMessageByItsRandomNumber() async throws {
    let part = try VKAdapter.text()
    let random = try random(of: part)

    let (found, requests) = try await lookUp(
      part,
      history([
        message(160, random: random, from: 500_100_200), message(159),
        message(158, random: random),
      ]))

    guard case .arrived(let receipt) = found else {
      Issue.record("\(found)")
      return
    }
    #expect(receipt.messages == [MessageKey(space: "500100200", id: "158")])
    #expect(receipt.sentAt == Timestamp(seconds: 1_763_600_701))
    #expect(requests.first?.url.text == "https://api.vk.ru/method/messages.getHistory")
    #expect(requests.map(\.isCounted) == [true])
    #expect(requests.first?.bodyText.hasPrefix("peer_id=500100200&count=200&offset=0&") == true)
  }

  @Test func aHistoryBackToTheTryWithoutItSaysThatItDidNotArrive() async throws {
    let part = try VKAdapter.text()

    let old = message(100, at: 1_763_600_100)
    let (found, requests) = try await lookUp(part, history([message(159), old]))

    #expect(found == .absent)
    #expect(requests.count == 1)
  }

  @Test func aShortHistoryIsAllThereIs() async throws {
    #expect(try await lookUp(try VKAdapter.text(), history([], count: 0)).found == .absent)
  }

  @Test func looksBackThreePagesAndNoFurther() async throws {
    let page = history((0..<200).map { message(1000 - $0) })

    let (found, requests) = try await lookUp(try VKAdapter.text(), page, page, page)

    #expect(found == .unknown)
    #expect(requests.count == 3)
    #expect(requests.last?.bodyText.contains("&offset=400&") == true)
  }

  @Test func commentsAndEditsCannotBeLookedUp() async throws {
    let comment = try VKAdapter.comment(in: "wall", 77, by: try VKAdapter.shop())
    let edit = try VKAdapter.planned(.edit(VKAdapter.known(158), OutgoingMessage("Нет")))

    for part in [comment, edit] {
      let (found, requests) = try await lookUp(part)
      #expect(found == .unknown)
      #expect(requests.isEmpty)
    }
  }

  @Test func anAnswerThatIsNoHistoryTellsNothing() async throws {
    #expect(try await lookUp(try VKAdapter.text(), .json(#"{"response":1}"#)).found == .unknown)
    #expect(
      try await lookUp(try VKAdapter.text(), .json(#"{"response":{"items":[{}]}}"#)).found
        == .unknown)
  }
}
