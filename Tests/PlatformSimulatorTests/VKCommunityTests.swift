import JSON
import Testing

@testable import PlatformSimulator

struct VKCommunityTests {
  private func community() -> VKCommunity {
    var account = VKAccount(groupID: group, token: vkToken)
    account.people = [Person(id: 500, firstName: "Иван")]
    return VKCommunity(account, settings: settings(), firstNumber: 100)
  }

  private func call(_ method: String, _ query: String, at now: Int64 = 1000) -> VKCall {
    VKCall(method: method, parameters: RequestParameters(query: "v=5.199&" + query), now: now)
  }

  /// The code of the error that a call is answered with; nil when it succeeds.
  private func code(_ query: String, of method: String = "messages.send") -> Int? {
    var community = community()
    do throws(VKError) {
      _ = try community.respond(to: call(method, query))
      return nil
    } catch {
      return error.code
    }
  }

  @Test func theSameRandomIDSendsOnceWithinAnHour() throws {
    var community = community()
    let send = "peer_id=500&message=a&random_id=7"
    let first = try community.respond(to: call("messages.send", send))

    #expect(try community.respond(to: call("messages.send", send, at: 4599)) == first)
    #expect(try community.respond(to: call("messages.send", send, at: 4600)) != first)
    #expect(community.conversations[500]?.messages.total == 2)
  }

  @Test func zeroIsNoRepeat() throws {
    var community = community()
    let send = call("messages.send", "peer_id=500&message=a&random_id=0")

    #expect(try community.respond(to: send) != community.respond(to: send))
  }

  @Test func aRepeatIsForgottenAfterAHundredMessages() throws {
    var community = community()
    for number in 1...101 {
      _ = try community.respond(
        to: call("messages.send", "peer_id=500&message=a&random_id=\(number)"))
    }

    _ = try community.respond(to: call("messages.send", "peer_id=500&message=a&random_id=2"))
    #expect(community.conversations[500]?.messages.total == 101)
    _ = try community.respond(to: call("messages.send", "peer_id=500&message=a&random_id=1"))
    #expect(community.conversations[500]?.messages.total == 102)
  }

  @Test(arguments: [
    ("message=a&peer_id=500", 100), ("message=a&peer_id=500&random_id=9999999999", 100),
    ("message=a&random_id=1", 100), ("peer_id=500&random_id=1", 100),
    ("message=a&peer_id=404&random_id=1", 901),
    ("message=a&peer_id=2000000009&random_id=1", 917),
    ("message=a&user_ids=500&random_id=1", 100),
    (#"message=a&peer_id=500&random_id=1&keyboard={"buttons":[[{"action":{"type":"x"}}]]}"#, 911),
    (#"message=a&peer_id=500&random_id=1&forward={"is_reply":1,"cmids":[9]}"#, 100),
  ])
  func refusesASend(_ query: String, _ expected: Int) {
    #expect(code(query) == expected)
  }

  @Test func aCallWithoutAVersionIsRefused() {
    var community = community()
    let call = VKCall(method: "users.get", parameters: RequestParameters(query: ""), now: 0)

    #expect(throws: VKError.noVersion) { try community.respond(to: call) }
  }

  @Test func inChatsTheMessageIDIsZero() throws {
    var community = community()
    let order = try JSONDocument(parsing: Array(#"{"from":500,"chat":3,"text":"a"}"#.utf8)).root
    let pushed = community.push(order, at: 1)

    let sent = try community.respond(
      to: call("messages.send", "peer_ids=2000000003&message=b&random_id=1"))

    #expect(pushed?.id == 0)
    #expect(sent.elements.first?["message_id"] == 0)
    #expect(sent.elements.first?["conversation_message_id"] == 102)
  }

  @Test func ownMessagesAreEchoed() throws {
    var community = community()
    _ = try community.respond(to: call("messages.send", "peer_id=500&message=a&random_id=7"))

    let poll = community.longPoll.answer(key: community.longPoll.key, ts: "100")
    let events = try poll?.parsed()["updates"].elements.map { JSONValue($0) }
    #expect(events?.map { $0["type"] } == ["message_reply"])
    #expect(events?.first?["object"]?["random_id"] == 7)
  }

  @Test(arguments: [("wrong", "100", 2), ("", "999", 3), ("", "x", 3), ("", "1", 1)])
  func longPollFailsAsVKDoes(_ key: String, _ ts: String, _ expected: Int64) throws {
    let community = community()

    let answer = community.longPoll.answer(key: key.isEmpty ? community.longPoll.key : key, ts: ts)
    #expect(try answer?.parsed()["failed"].int == expected)
  }

  @Test func aPressIsAnsweredOnceAndForAMinute() throws {
    var community = community()
    let order = try JSONDocument(parsing: Array(#"{"from":500,"payload":{"a":1}}"#.utf8)).root
    func press() -> String { community.press(order, at: 1000)?["event_id"]?.string ?? "" }
    let answer = "user_id=500&peer_id=500&event_id="
    let (first, second) = (press(), press())
    let method = "messages.sendMessageEventAnswer"

    #expect(try community.respond(to: call(method, answer + first, at: 1060)) == 1)
    #expect(throws: VKError.self) { try community.respond(to: call(method, answer + first)) }
    #expect(throws: VKError.self) {
      try community.respond(to: call(method, answer + second, at: 1061))
    }
  }

  @Test func faultsDoubleAndReorderWhatIsGivenOut() throws {
    var community = community()
    _ = community.misbehavior.faults.add(Fault(.duplicateDelivery, match: "group_join"))
    _ = community.misbehavior.faults.add(Fault(.reorder, match: "like_add"))

    for type in ["group_join", "like_add", "group_leave", "like_add"] { community.emit(type, [:]) }

    let poll = community.longPoll.answer(key: community.longPoll.key, ts: "100")
    let types = try poll?.parsed()["updates"].elements.map { $0["type"].string }
    #expect(types == ["group_join", "group_join", "group_leave", "like_add", "like_add"])
  }
}
