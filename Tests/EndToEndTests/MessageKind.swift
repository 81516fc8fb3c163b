import JSON

/// A sort of message that can leave us.
enum MessageKind: String, CaseIterable, Sendable {
  case plain, rich, quote, buttons, forward, file, album

  /// What needs a file that is uploaded first.
  static let withFiles: [MessageKind] = [.file, .album]
  /// By mail nothing is forwarded.
  static func withoutFiles(on channel: ChannelUnderTest) -> [MessageKind] {
    [.plain, .rich, .quote, .buttons] + (channel.isMail ? [] : [.forward])
  }

  var text: String { "this is \(rawValue)" }

  /// The body that sends it.
  func body(in talk: Talk) async throws -> JSONValue {
    switch self {
    case .plain: return ["content": .string(text)]
    case .rich:
      return ["content": .string("this is **rich**"), "options": ["parse": "markdown"]]
    case .quote:
      return ["content": .string(text), "reply_to_event_id": .string(talk.question.id)]
    case .buttons:
      let button: JSONValue = ["text": "Yes", "callback_data": "yes", "row": 0]
      return ["content": .string(text), "buttons": [button]]
    case .forward: return ["forward": ["event_ids": [.string(talk.question.id)]]]
    case .file: return ["content": .string(text), "attachments": try await files(1, in: talk)]
    case .album: return ["content": .string(text), "attachments": try await files(3, in: talk)]
    }
  }

  private func files(_ count: Int, in talk: Talk) async throws -> JSONValue {
    var items: [JSONValue] = []
    for number in 0..<count {
      let bytes = Array("file \(number) of \(talk.line.text)".utf8)
      let file = try await talk.stage.api.uploads(
        bytes, named: "note-\(number).txt", as: "text/plain")
      items.append(["id": .string(file.id)])
    }
    return .array(items)
  }

  /// The call of a platform that makes it.
  func method(on channel: ChannelUnderTest) -> String {
    switch channel {
    case .vkCallback, .vkLongPoll: "messages.send"
    case .telegramWebhook, .telegramPolling:
      switch self {
      case .plain, .rich, .quote, .buttons: "sendMessage"
      case .forward: "forwardMessage"
      case .file: "sendDocument"
      case .album: "sendMediaGroup"
      }
    case .email, .filingEmail: "dot"
    }
  }

  /// How many messages of the platform it is.
  func arrivals(on channel: ChannelUnderTest) -> Int {
    switch (self, channel) {
    case (.album, .telegramWebhook), (.album, .telegramPolling): 3
    default: 1
    }
  }
}
