import JSON
import PlatformSimulator
import Testing

/// A conversation of one person with us, whom nobody else disturbs.
struct Talk: Sendable {
  let stage: Stage
  let line: Line
  /// What the person wrote first.
  let question: JSONValue

  var channel: ChannelUnderTest { line.channel }
  var person: Int64 { line.writer }
  var address: String { "person\(line.person)@client.test" }
  var dialog: String { question.dialog }

  /// Sends a text and gives its event.
  func say(_ text: String) async throws -> JSONValue {
    try await say(["content": .string(text)])
  }

  func say(_ body: JSONValue) async throws -> JSONValue {
    try await stage.api.accepted(body, in: dialog)
  }

  /// Sends a text and waits until it is sent.
  func hasSaid(_ body: JSONValue) async throws -> JSONValue {
    let event = try await stage.api.ended(try await say(body).id)
    try #require(event.sending == "sent", "\(event["error"] ?? .null)")
    return event
  }

  /// The texts of ours that stand in the conversation, as the other side sees them.
  func arrived() async throws -> [String] {
    switch channel {
    case .vkCallback, .vkLongPoll:
      stage.simulator.messages(ofCommunity: ChannelUnderTest.group)
        .filter { $0.peerID == person && $0.isOut }.map(\.text)
    case .telegramWebhook, .telegramPolling:
      stage.simulator.messages(ofBot: ChannelUnderTest.bot)
        .filter { $0.chatID == person && $0.fromID != person }
        .map { $0.text ?? $0.content["caption"]?.string ?? "" }
    case .email, .filingEmail:
      try await stage.mailroom.sentLetters().filter { $0.to.contains(address) }.map(\.body)
    }
  }

  /// The calls that concerned this conversation, in their order; by SMTP, what was said at the dot.
  func calls(_ method: String) -> [LoggedCall] {
    stage.simulator.calls(method: method).filter { call in
      let place = call.parameters["chat_id"] ?? call.parameters["peer_id"]
      return place?.string == "\(person)" || place?.int == person
        || call.parameters["peer_ids"]?.string == "\(person)"
    }
  }

  /// Lets the next call of that method in this conversation go wrong.
  func meets(_ kind: Fault.Kind, at method: String, times: Int = 1) {
    var fault = Fault(kind, match: method, times: times)
    fault.chat = person
    switch channel {
    case .vkCallback, .vkLongPoll: stage.simulator.play(fault, onCommunity: ChannelUnderTest.group)
    case .telegramWebhook, .telegramPolling:
      stage.simulator.play(fault, onBot: ChannelUnderTest.bot)
    case .email, .filingEmail: break
    }
  }
}

extension Stage {
  /// Lets people write, each once, and gives their conversations in that order.
  func talks(_ count: Int, on channel: ChannelUnderTest, from first: Int = 0) async throws
    -> [Talk]
  {
    let lines = (first..<first + count).map { Line(channel: channel, person: $0, round: 0) }
    for line in lines { try await line.write(on: self) }
    var questions: [String: JSONValue] = [:]
    try await eventually("\(count) people were heard") {
      questions = Dictionary(
        try await api.events("&messages_only=true").filter(\.isInbound).map { ($0.text, $0) }
      ) { first, _ in first }
      return lines.allSatisfy { questions[$0.text] != nil }
    }
    return try lines.map { line in
      Talk(stage: self, line: line, question: try #require(questions[line.text]))
    }
  }

  func talk(on channel: ChannelUnderTest, with person: Int = 0) async throws -> Talk {
    try #require(try await talks(1, on: channel, from: person).first)
  }

  /// Sees that each version of each event was streamed once, rising one by one, and that the last
  /// is the event as it stands.
  func streamedEachVersionOnce() async throws {
    let changes = try await api.changes().compactMap { $0["event"] }
    for (id, versions) in Dictionary(grouping: changes, by: \.id) {
      let numbers = versions.map(\.version)
      #expect(numbers == (1...Int64(numbers.count)).map(\.self), "versions of \(id)")
      #expect(try await api.event(id).version == numbers.last)
    }
  }
}
