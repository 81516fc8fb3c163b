import AdapterKit
import EventModel
import JSON

/// A Chat object, as far as it is read.
struct ChatView {
  let json: JSONView
  /// Its number as text, as it stands in addresses.
  let id: String
  let kind: ChatKind

  /// Reads a chat; a payload without one belongs nowhere.
  init(_ json: JSONView) throws(PayloadError) {
    guard let number = json["id"].int else { throw PayloadError("no_chat", "the chat has no id") }
    self.json = json
    id = String(number)
    kind = ChatKind(json["type"], number: number)
  }

  /// Private, group, supergroup or channel; a kind of tomorrow is the one it is read as.
  var type: String {
    switch (json["type"].string, kind) {
    case ("supergroup", _): "supergroup"
    case (_, .channel): "channel"
    case (_, .private): "private"
    case (_, .group): "group"
    }
  }
  var title: String? { json["title"].nonEmpty }
  var isDirectMessages: Bool { json["is_direct_messages"].bool == true }
}

/// The kinds of chat that are told apart; what is new is known by the sign of its number.
enum ChatKind {
  case `private`, group, channel

  init(_ type: JSONView, number: Int64) {
    self =
      switch type.string {
      case "private": .private
      case "group", "supergroup": .group
      case "channel": .channel
      default: number > 0 ? .private : .group
      }
  }
}
