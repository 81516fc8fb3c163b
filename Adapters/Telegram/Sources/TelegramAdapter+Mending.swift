import AdapterKit
import EventModel
import JSON

extension TelegramAdapter: PartMending {
  package func part(_ part: Part, with degradation: Degradation) -> Part? {
    guard var call = BotCall(part.request) else { return nil }
    var files = part.files
    switch degradation {
    case .formattingPlain: guard call.dropFormatting() else { return nil }
    case .buttonsDropped: guard call.dropKeys() else { return nil }
    case .pagesDropped, .personsDropped, .copiesDropped, .appsDropped:
      guard call.dropKeys(degradation) else { return nil }
    case .quoteDropped: guard call.dropQuote() else { return nil }
    case .fileAsDocument: guard call.turnFiles(&files) else { return nil }
    default: return nil
    }
    var mended = part
    mended.request = call.fragment
    mended.files = files
    return mended
  }

  /// Numbers of messages are not carried over: what speaks of one cannot be said there.
  package func part(_ part: Part, movedTo address: Dialog.Address) -> Part? {
    guard var call = BotCall(part.request), let chat = Int64(address.chatID),
      call["chat_id"] != nil, call["message_id"] == nil, call["message_ids"] == nil
    else { return nil }
    call.set("chat_id", chat)
    _ = call.remove("reply_parameters")
    var moved = part
    moved.request = call.fragment
    return moved
  }
}

extension BotCall {
  fileprivate mutating func dropFormatting() -> Bool {
    if remove("entities", "caption_entities") { return true }
    guard let media = view("media") else { return false }
    let names = ["caption_entities"]
    let bare =
      media.kind == .array
      ? JSONFragment { writer in
        writer.array { for item in media.elements { $0.value(item.without(names)) } }
      } : media.without(names)
    guard bare != JSONFragment(media) else { return false }
    self["media"] = bare
    return true
  }

  /// Among comments the post's root is quoted instead, once: the reply is what puts them there.
  fileprivate mutating func dropQuote() -> Bool {
    guard let reply = view("reply_parameters") else { return false }
    guard let root else { return remove("reply_parameters") }
    guard reply["message_id"].int != root else { return false }
    self["reply_parameters"] = SendingPlace.reply(to: root, isLenient: false)
    return true
  }

  /// Files of our own that Telegram would not show as what they are.
  fileprivate mutating func turnFiles(_ files: inout [FileUse]) -> Bool {
    let document = MediaKind.document.rawValue
    guard files.contains(where: { $0.purpose != document }) else { return false }
    if let media = view("media") {
      let items = media.kind == .array ? Array(media.elements) : [media]
      // Documents stand only with documents, and what Telegram has already stays what it is.
      guard items.count == files.count else { return false }
      let turned = items.map { $0.asDocument }
      self["media"] = media.kind == .array ? JSONFragment { $0.value(turned) } : turned.first
    } else {
      guard let kind = MediaKind.allCases.first(where: { method == $0.method }) else {
        return false
      }
      method = MediaKind.document.method
      rename(kind.rawValue, to: document)
      _ = remove("duration", "width", "height")
    }
    files = files.map { FileUse($0.attachment, as: document) }
    return true
  }
}

extension JSONView {
  fileprivate func without(_ names: [String]) -> JSONFragment {
    .object { writer in
      for (name, value) in members where !names.contains(name) {
        writer.name(dynamic: name)
        writer.value(value)
      }
    }
  }

  fileprivate var asDocument: JSONFragment {
    .object { writer in
      writer.member("type", MediaKind.document.rawValue)
      for (name, value) in members
      where !["type", "duration", "width", "height"].contains(name) {
        writer.name(dynamic: name)
        writer.value(value)
      }
    }
  }
}
