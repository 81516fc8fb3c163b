import AdapterKit
import AdapterTesting
import EventModel
import Testing
import VKAdapter

@Suite struct SubscribeTests {
  private static let url = "https://ch.example.com/in/vk/k3v9q2"
  private static let done = ScriptedTransport.Answer.json(#"{"response":1}"#)

  private static func servers(_ status: String, secret: String) -> ScriptedTransport.Answer {
    let server =
      #"{"id":7,"url":"\#(url)","title":"channeld","secret_key":"\#(secret)","status":"\#(status)"}"#
    return .json(#"{"response":{"count":2,"items":[{"id":1,"url":"https://a.b/c"},\#(server)]}}"#)
  }

  private func methods(_ answers: ScriptedTransport) async throws -> [String] {
    try await VKAdapter.shop().subscribe(Self.url, over: answers)
    #expect(answers.isUsedUp)
    return answers.requests.map { String($0.url.text.split(separator: ".").last ?? "") }
  }

  @Test func makesAServerAndTicksWhatIsRead() async throws {
    let transport = ScriptedTransport(
      .json(#"{"response":{"count":0,"items":[]}}"#),
      .json(#"{"response":{"server_id":3}}"#), Self.done)

    let methods = try await methods(transport)

    #expect(methods == ["getCallbackServers", "addCallbackServer", "setCallbackSettings"])
    let forms = transport.requests.map(\.bodyText)
    #expect(
      forms[1].hasPrefix(
        "group_id=222000111&url=https%3A%2F%2Fch.example.com%2Fin%2Fvk%2Fk3v9q2&title=channeld"
          + "&secret_key=\(VKAdapter.callbackSecret)&"))
    #expect(forms[2].hasPrefix("group_id=222000111&server_id=3&api_version=5.199&message_new=1&"))
    #expect(forms[2].contains("&message_event=1&"))
  }

  @Test func leavesAServerAloneThatWorks() async throws {
    let methods = try await methods(
      ScriptedTransport(Self.servers("ok", secret: VKAdapter.callbackSecret), Self.done))

    #expect(methods == ["getCallbackServers", "setCallbackSettings"])
  }

  @Test(arguments: [("failed", VKAdapter.callbackSecret), ("ok", "old secret")])
  func mendsAServerThatDoesNot(_ status: String, _ secret: String) async throws {
    let methods = try await methods(
      ScriptedTransport(Self.servers(status, secret: secret), Self.done, Self.done))

    #expect(methods == ["getCallbackServers", "editCallbackServer", "setCallbackSettings"])
  }

  @Test func saysThatTheTokenMayNot() async throws {
    let refused = #"{"error":{"error_code":15,"error_msg":"Access denied"}}"#

    let failure = await #expect(throws: SendFailure.self) {
      try await VKAdapter.shop().subscribe(Self.url, over: ScriptedTransport(.json(refused)))
    }

    #expect(failure?.error?.reason == "Access denied")
  }

  @Test func leavesServersToThoseWhoMadeThemByHand() throws {
    #expect(try VKAdapter.shop().isCalled)
    #expect(try !VKAdapter.shop("confirmation: abc\n").isCalled)
  }
}
