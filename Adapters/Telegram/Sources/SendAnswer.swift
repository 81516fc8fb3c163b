import AdapterKit
import EventModel
import JSON

/// What Telegram says of a call that it made.
struct SendAnswer {
  private let call: BotCall
  private let result: JSONView

  init(_ result: JSONView, to call: BotCall) {
    self.result = result
    self.call = call
  }

  var receipt: PartReceipt {
    var receipt = PartReceipt(
      messages.compactMap(key), sentAt: result.date ?? result.first.date)
    receipt.aliases = messages.compactMap { $0["poll"]["id"].text.map(PollReading.key) }
    receipt.references = references
    return receipt
  }

  /// A Message, the array of them that an album gives, or nothing but numbers of copies; what was
  /// there before is no new message.
  private var messages: [JSONView] {
    let makers = ["send", "copy", "forward", "answerGuest"]
    guard makers.contains(where: { call.method.hasPrefix($0) }) else { return [] }
    return result.kind == .array ? Array(result.elements) : [result]
  }

  private func key(of message: JSONView) -> MessageKey? {
    if let id = message["inline_message_id"].nonEmpty { return MessageKey(space: "inline", id: id) }
    guard let id = MessageView.id(of: message),
      let chat = message["chat"]["id"].number ?? call.text("chat_id")
    else { return nil }
    let connection =
      message["business_connection_id"].nonEmpty ?? call.text("business_connection_id")
    return MessageKey(space: MessageView.space(connection, chat), id: id)
  }

  /// Telegram's names of our files, in their order.
  private var references: [String?] {
    var found: [(file: Int, name: String?)] = []
    let media = call.view("media")
    if let media, media.kind == .array {
      for (item, message) in zip(media.elements, result.elements) {
        found += Self.reference(item["media"], MediaKind(item["type"]), in: message)
      }
    } else if let media {
      found += Self.reference(media["media"], MediaKind(media["type"]), in: result)
    } else {
      for member in call.parameters {
        guard let kind = MediaKind(rawValue: member.name), let name = call.view(member.name)
        else { continue }
        found += Self.reference(name, kind, in: result)
      }
    }
    return found.sorted { $0.file < $1.file }.map(\.name)
  }

  /// A file of another kind than was sent has a name that the next send could not use.
  private static func reference(
    _ name: JSONView, _ kind: MediaKind?, in message: JSONView
  ) -> [(file: Int, name: String?)] {
    guard let words = name.string, words.hasPrefix("attach://f"),
      let file = Int(words.dropFirst(10))
    else { return [] }
    guard let kind else { return [(file, nil)] }
    let content = message[member: kind.rawValue]
    let view = kind == .photo ? Attachment.largest(content) : content
    return [(file, view?["file_id"].nonEmpty)]
  }
}

extension MediaKind {
  fileprivate init?(_ type: JSONView) {
    guard let kind = type.string.flatMap({ MediaKind(rawValue: $0) }) else { return nil }
    self = kind
  }
}

extension JSONView {
  fileprivate var date: Timestamp? {
    guard let seconds = self["date"].int, seconds > 0 else { return nil }
    return Timestamp(seconds: seconds)
  }
}
