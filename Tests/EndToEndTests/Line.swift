import JSON
import PlatformSimulator

/// One of the lines that people write, each with a text of its own.
struct Line: Hashable, Sendable {
  let channel: ChannelUnderTest
  let person: Int
  let round: Int

  var text: String { "\(channel.name) \(person) asks \(round)" }
  var answer: String { "\(channel.name) \(person) is told \(round)" }

  /// The writer's number on a platform.
  var writer: Int64 { 501_000_000 + Int64(person) }
  var letterID: String { "<\(person).\(round)@client.test>" }

  /// Lets the person write.
  func write(on stage: Stage) async throws {
    switch channel {
    case .vkCallback, .vkLongPoll:
      stage.simulator.writeToVK(ChannelUnderTest.group, from: writer, text)
    case .telegramWebhook, .telegramPolling:
      stage.simulator.writeToTelegram(ChannelUnderTest.bot, from: writer, text)
    case .email, .filingEmail:
      try await stage.mailroom.deliver(letter)
    }
  }

  /// The first letter of a person opens a thread, the others go on in it.
  private var letter: String {
    let root = Line(channel: channel, person: person, round: 0).letterID
    let thread = round == 0 ? "" : "In-Reply-To: \(root)\r\nReferences: \(root)\r\n"
    return """
      From: Person \(person) <person\(person)@client.test>\r
      To: \(ChannelUnderTest.mailbox)\r
      Subject: Order \(person)\r
      Message-ID: \(letterID)\r
      \(thread)Content-Type: text/plain; charset=utf-8\r
      \r
      \(text)\r

      """
  }
}

/// An answer as it reached the other side.
struct Arrival: Sendable {
  /// The conversation, as the other side knows it.
  let place: String
  let text: String
  /// The text of the line that it quotes.
  let quoted: String?

  /// Everything that has reached the simulators' chats and the SMTP server, in its order.
  static func all(on stage: Stage) async throws -> [Arrival] {
    try await vk(stage) + telegram(stage) + letters(stage)
  }

  private static func vk(_ stage: Stage) -> [Arrival] {
    let messages = stage.simulator.messages(ofCommunity: ChannelUnderTest.group)
    return messages.filter(\.isOut).map { message in
      let quoted = messages.first {
        $0.peerID == message.peerID && $0.conversationMessageID == message.replyTo
      }
      return Arrival(
        place: "vk \(message.peerID)", text: message.text, quoted: quoted?.text)
    }
  }

  private static func telegram(_ stage: Stage) -> [Arrival] {
    let messages = stage.simulator.messages(ofBot: ChannelUnderTest.bot)
    return messages.filter { $0.fromID != $0.chatID }.map { message in
      let quoted = messages.first { $0.chatID == message.chatID && $0.id == message.replyTo }
      return Arrival(
        place: "tg \(message.chatID)", text: message.text ?? "", quoted: quoted?.text)
    }
  }

  private static func letters(_ stage: Stage) async throws -> [Arrival] {
    try await stage.mailroom.sentLetters().map { letter in
      let quoted = Correspondence.lines.first {
        $0.channel == .email && $0.letterID == letter.inReplyTo
      }
      return Arrival(place: letter.to, text: letter.body, quoted: quoted?.text)
    }
  }
}
