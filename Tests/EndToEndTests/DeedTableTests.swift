import JSON
import NIOHTTP1
import PlatformSimulator
import Testing

/// Everything that is done to messages and conversations that are there, in every trouble.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct DeedTableTests {
  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback])
  func changesOfMessagesComeToTheirEnd(on channel: ChannelUnderTest) async throws {
    try await Self.play(Deed.durable, on: channel)
  }

  @Test(arguments: [ChannelUnderTest.telegramWebhook, .vkCallback])
  func callersLearnAtOnceWhatBecameOfADeed(on channel: ChannelUnderTest) async throws {
    try await Self.play(Deed.direct(on: channel), on: channel)
  }

  @Test func aLetterStaysAsItIs() async throws {
    try await Stage.set([.email]) { stage in
      let talk = try await stage.talk(on: .email)
      let sent = try await talk.hasSaid(["content": "as it is"])
      for deed in [Deed.edit, .delete] {
        let answer = try await deed.answer(on: sent, in: talk)
        #expect(answer.status == 200, "\(deed)")
        let change = try await stage.api.event(sent.id)["message_interactions"]?[deed.account]
        #expect(change?["state"] == "not_required" && change?["required"] == false, "\(deed)")
        #expect(change?["reason"] == "channel_not_supported_for_platform_action", "\(deed)")
      }
      for deed in [Deed.react, .pin, .typing] {
        let answer = try await deed.answer(on: sent, in: talk)
        #expect(answer.status == (deed == .typing ? 202 : 409), "\(deed): \(answer.text)")
      }
      let read = try await Deed.read.answer(on: talk.question, in: talk)
      #expect(read.status == 200, "\(read.text)")
      #expect(try await talk.arrived().count == 1)
      try await stage.streamedEachVersionOnce()
    }
  }

  private static func play(_ deeds: [Deed], on channel: ChannelUnderTest) async throws {
    try await Stage.set([channel]) { stage in
      let cells = deeds.flatMap { deed in deed.troubles.map { (deed, $0) } }
      let talks = try await stage.talks(cells.count, on: channel)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for ((deed, trouble), talk) in zip(cells, talks) {
          group.addTask { try await DeedCell(deed: deed, trouble: trouble, talk: talk).play() }
        }
        try await group.waitForAll()
      }
      try await stage.streamedEachVersionOnce()
    }
  }
}

/// A thing that is done to a message or in a conversation.
enum Deed: String, Sendable {
  case edit, delete, react, pin, unpin, stopPoll, typing, read

  static let durable: [Deed] = [.edit, .delete]

  /// In private dialogs of VK nothing can be pinned, and a bot of Telegram marks nothing as read.
  static func direct(on channel: ChannelUnderTest) -> [Deed] {
    channel == .vkCallback
      ? [.react, .typing, .read] : [.react, .pin, .unpin, .stopPoll, .typing]
  }

  var troubles: [Trouble] {
    switch self {
    // A sign of typing is nobody's answer: it is renewed while it lasts, whatever became of the
    // last one.
    case .typing: [.success]
    default: [.success, .flood, .serverError, .lostBefore, .lostAfter, .refused]
    }
  }

  /// The member of `message_interactions` that tells of it.
  var account: String { self == .edit ? "platform_edit" : "platform_delete" }

  func method(on channel: ChannelUnderTest) -> String {
    let isVK = channel == .vkCallback
    return switch self {
    case .edit: isVK ? "messages.edit" : "editMessageText"
    case .delete: isVK ? "messages.delete" : "deleteMessage"
    case .react: isVK ? "messages.sendReaction" : "setMessageReaction"
    case .pin: isVK ? "messages.pin" : "pinChatMessage"
    case .unpin: "unpinChatMessage"
    case .stopPoll: "stopPoll"
    case .typing: isVK ? "messages.setActivity" : "sendChatAction"
    case .read: "messages.markAsRead"
    }
  }

  /// The message that it is done to.
  func object(in talk: Talk) async throws -> JSONValue {
    guard self == .stopPoll else { return try await talk.hasSaid(["content": "once said"]) }
    let poll: JSONValue = ["question": "when?", "options": ["now", "never"]]
    return try await talk.hasSaid(["attachments": [["type": "poll", "poll": poll]]])
  }

  /// Asks the daemon for it.
  func answer(on message: JSONValue, in talk: Talk) async throws -> LoopbackClient.Answer {
    let path = "/v1/messages/\(message.id)"
    let dialog = "/v1/dialogs/\(talk.dialog)"
    let api = talk.stage.api
    return switch self {
    case .edit: try await api.call(.PATCH, path, ["content": "edited"])
    case .delete: try await api.call(.DELETE, path)
    case .react: try await api.call(.PUT, "\(path)/reactions", ["emoji": "👍"])
    case .pin: try await api.call(.POST, "\(path)/pin")
    case .unpin: try await api.call(.POST, "\(path)/unpin")
    case .stopPoll: try await api.call(.POST, "\(path)/poll/stop")
    case .typing: try await api.call(.POST, "\(dialog)/typing", ["state": "on"])
    case .read:
      try await api.call(
        .POST, "\(dialog)/read", ["up_to_event_id": .string(message.id), "platform": true])
    }
  }
}

/// One deed in one trouble.
private struct DeedCell: Sendable, CustomStringConvertible {
  let deed: Deed
  let trouble: Trouble
  let talk: Talk

  var description: String { "\(deed) on \(talk.channel) in \(trouble)" }

  func play() async throws {
    let sent = try await deed.object(in: talk)
    if deed == .unpin { _ = try await Deed.pin.answer(on: sent, in: talk) }
    if let fault { talk.meets(fault, at: deed.method(on: talk.channel)) }
    let object = deed == .read ? talk.question : sent
    let answer = try await deed.answer(on: object, in: talk)
    if Deed.durable.contains(deed) {
      #expect(answer.status == 202, "\(self): \(answer.text)")
      try await changes(sent)
    } else if deed == .read {
      try isRead(answer)
    } else {
      try await isAnswered(answer, sent)
    }
  }

  private var fault: Fault.Kind? {
    let isVK = talk.channel == .vkCallback
    return switch trouble {
    case .flood: .tooMany
    case .serverError: isVK ? .vkError(10) : .status(500)
    case .lostBefore: .dropBefore
    case .lostAfter: .dropAfter
    case .refused:
      isVK ? .vkError(909) : .telegramError(400, "Bad Request: message can't be edited")
    default: nil
    }
  }

  /// Edits and deletions may be repeated: only a refusal is the end of one.
  private func changes(_ sent: JSONValue) async throws {
    let api = talk.stage.api
    let wanted = trouble == .refused ? "failed" : "succeeded"
    try await eventually("\(self) is \(wanted)") {
      let account = try await api.event(sent.id)["message_interactions"]?[deed.account]
      return account?["state"]?.string != "pending"
    }
    let event = try await api.event(sent.id)
    let account = event["message_interactions"]?[deed.account]
    #expect(account?["state"]?.string == wanted, "\(self): \(account ?? .null)")
    #expect(account?["required"] == true, "\(self)")
    #expect(
      account?["reason"]?.string == (trouble == .refused ? "platform_action_failed" : nil),
      "\(self)")
    #expect(event.sending == "sent" && event.version > sent.version, "\(self)")
    let calls = talk.calls(deed.method(on: talk.channel))
    #expect(calls.count == attempts, "\(self)")
    let arrived = try await talk.arrived()
    switch deed {
    case .edit: #expect(arrived == [trouble == .refused ? "once said" : "edited"], "\(self)")
    default: #expect(arrived == (trouble == .refused ? ["once said"] : []), "\(self)")
    }
  }

  /// VK refuses to delete what is deleted (924): after a lost answer one looks whether it is.
  private var attempts: Int {
    switch trouble {
    case .success, .refused: 1
    case .lostAfter: deed == .delete && talk.channel == .vkCallback ? 1 : 2
    default: 2
    }
  }

  /// The mark of reading is ours first: the answer tells how the platform took it, and is good.
  private func isRead(_ answer: LoopbackClient.Answer) throws {
    #expect(answer.status == 200, "\(self): \(answer.text)")
    let mark = try answer.json["platform_read"]
    #expect(mark?["state"]?.string == (trouble == .success ? "succeeded" : "failed"), "\(self)")
    #expect(try answer.json["operator_unread_count"] == 0, "\(self): \(answer.text)")
    #expect(talk.calls(deed.method(on: talk.channel)).count == 1, "\(self): asked once")
  }

  private func isAnswered(_ answer: LoopbackClient.Answer, _ sent: JSONValue) async throws {
    let status = answer.status
    switch trouble {
    case .flood:
      #expect(status == 429 && answer.headers.contains(name: "Retry-After"), "\(self): \(status)")
    case .serverError, .lostBefore, .lostAfter:
      #expect(status == 504, "\(self): \(answer.text)")
    case .refused:
      #expect(status == 409, "\(self): \(answer.text)")
      #expect(try answer.json["code"] == "platform_rejected", "\(self)")
    default:
      #expect((200..<300).contains(status), "\(self): \(answer.text)")
      let event = try await talk.stage.api.event(sent.id)
      if deed != .typing { #expect(event.version > sent.version, "\(self)") }
    }
    if deed != .typing {
      #expect(talk.calls(deed.method(on: talk.channel)).count == 1, "\(self): asked once")
    }
  }
}
