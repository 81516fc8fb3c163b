import AdapterKit
import EventModel
import JSON

extension Outgoing {
  /// `{"dialog": {kind, ids, type, chat_id, user_id?, members?}, …}` with one operation:
  ///
  /// - `"message": {…}, "quote"?: {…}`
  /// - `"edit": {known}, "message": {…}`
  /// - `"delete"`, `"unpin"`, `"read"` or `"stop_poll": {known}`
  /// - `"react": {known}, "emoji"?: "👍"`
  /// - `"pin": {known}, "silent"?: true`
  /// - `"writing": {"content": …, "entities"?: […], "id"?: 1, "can_stop"?: true}`
  /// - `"forward": [{known}, …], "copy"?: true, "silent"?: true`
  /// - `"typing": "voice"`
  /// - `"answer": {kind, token, text?, alert?, url?, app?, accepted?, results?}`
  init(golden view: JSONView) throws(JSONMismatch) {
    let dialog = try Dialog.Address(golden: view["dialog"])
    self.init("6931f0a2c3d4e5f601000009", in: dialog, try Operation(golden: view))
  }
}

extension Outgoing.Operation {
  fileprivate init(golden view: JSONView) throws(JSONMismatch) {
    if view["edit"].exists {
      self = .edit(
        try KnownMessage(golden: view["edit"]), try OutgoingMessage(golden: view["message"]))
    } else if view["message"].exists {
      var message = try OutgoingMessage(golden: view["message"])
      message.quote = DeliveryRef(golden: view["quote"])
      self = .message(message)
    } else if view["forward"].exists {
      var forward = Outgoing.Forward([])
      for known in view["forward"].elements {
        forward.messages.append(try KnownMessage(golden: known))
      }
      forward.isCopy = view["copy"].bool ?? false
      forward.isSilent = view["silent"].bool ?? false
      self = .forward(forward)
    } else if let kind = view["typing"].string {
      self = .typing(Outgoing.Typing(rawValue: kind))
    } else if view["writing"].exists {
      self = .writing(
        Outgoing.Writing(
          RichText(golden: view["writing"]), id: view["writing"]["id"].int ?? 1,
          canStop: view["writing"]["can_stop"].bool ?? false))
    } else if view["answer"].exists {
      let answer = view["answer"]
      let expectation = AdapterKit.Expectation(
        AdapterKit.Expectation.Kind(rawValue: answer["kind"].string ?? ""),
        token: answer["token"].string ?? "")
      self = .answer(expectation, Answer(golden: answer))
    } else {
      try self.init(aboutKnown: view)
    }
  }

  private init(aboutKnown view: JSONView) throws(JSONMismatch) {
    if view["delete"].exists {
      self = .delete(try KnownMessage(golden: view["delete"]))
    } else if view["react"].exists {
      self = .react(try KnownMessage(golden: view["react"]), emoji: view["emoji"].string)
    } else if view["pin"].exists {
      self = .pin(
        try KnownMessage(golden: view["pin"]), isSilent: view["silent"].bool ?? false)
    } else if view["unpin"].exists {
      self = .unpin(try KnownMessage(golden: view["unpin"]))
    } else if view["read"].exists {
      self = .read(upTo: try KnownMessage(golden: view["read"]))
    } else if view["stop_poll"].exists {
      self = .stopPoll(try KnownMessage(golden: view["stop_poll"]))
    } else {
      throw JSONMismatch("names no operation")
    }
  }
}

extension Dialog.Address {
  fileprivate init(golden view: JSONView) throws(JSONMismatch) {
    guard let kind = view["kind"].string, let chat = view["chat_id"].string,
      let type = view["type"].string
    else { throw JSONMismatch("the dialog lacks kind, type or chat_id") }
    self.init(
      kind: kind, ids: view["ids"].elements.compactMap(\.text),
      dialogType: Dialog.DialogType(rawValue: type), chatID: chat, userID: view["user_id"].string)
    members = view["members"].members.map { Member($0.name, $0.value) }
  }
}

extension DeliveryRef {
  fileprivate init?(golden view: JSONView) {
    guard let platform = view["channel_type"].string else { return nil }
    self.init(
      PlatformData(
        Platform(rawValue: platform), JSONFragment(view[member: "data_" + platform])))
  }
}

extension KnownMessage {
  /// `{"keys": ["space / id", …], "ours"?, "at"?, "content"?, "attachments"?, "parts"?}`, each part
  /// of them `{"request": {…}, "keys": […]}`.
  fileprivate init(golden view: JSONView) throws(JSONMismatch) {
    let time = view["at"].string.flatMap { Timestamp(parsing: $0) }
    self.init(
      "6931f0a2c3d4e5f601000001", keys: view["keys"].elements.compactMap(MessageKey.init(golden:)),
      occurredAt: time ?? Timestamp(milliseconds: 1_763_600_000_000),
      isOurs: view["ours"].bool ?? true)
    content = view["content"].string ?? ""
    attachments = try Attachment.all(golden: view["attachments"])
    buttons = try [Button]?(golden: view["buttons"])
    parts = view["parts"].elements.map { part in
      SentPart(
        JSONFragment(part["request"]),
        messages: part["keys"].elements.compactMap(MessageKey.init(golden:)))
    }
  }
}

extension MessageKey {
  /// `space / id`.
  fileprivate init?(golden view: JSONView) {
    let words = (view.string ?? "").split(separator: " / ", maxSplits: 1)
    guard let space = words.first, let id = words.dropFirst().first else { return nil }
    self.init(space: String(space), id: String(id))
  }
}

extension OutgoingMessage {
  fileprivate init(golden view: JSONView) throws(JSONMismatch) {
    self.init(RichText(golden: view))
    subject = view["subject"].string
    attachments = try Attachment.all(golden: view["attachments"])
    copies = view["cc"].elements.compactMap(\.string)
    isSilent = view["silent"].bool ?? false
    hidesPreview = view["disable_preview"].bool ?? false
    quotedKeys = view["quoted_keys"].elements.compactMap(MessageKey.init(golden:))
    buttons = try [Button]?(golden: view["buttons"])
  }
}

extension [Button]? {
  fileprivate init(golden view: JSONView) throws(JSONMismatch) {
    self = nil
    guard view.exists else { return }
    var all: [Button] = []
    for button in view.elements { all.append(try Button(from: button)) }
    self = all
  }
}

extension Attachment {
  /// Items of FIELDS §7; one without an `id` is called `file-0`, `file-1` …
  fileprivate static func all(golden view: JSONView) throws(JSONMismatch) -> [Attachment] {
    var all: [Attachment] = []
    for item in view.elements {
      var attachment = try Attachment(from: item)
      attachment.id = attachment.id ?? "file-\(all.count)"
      all.append(attachment)
    }
    return all
  }
}

extension Answer {
  fileprivate init(golden view: JSONView) {
    self.init()
    text = view["text"].string
    isAlert = view["alert"].bool ?? false
    url = view["url"].string
    app = view["app"].exists ? JSONFragment(view["app"]) : nil
    isAccepted = view["accepted"].bool
    results = view["results"].exists ? JSONFragment(view["results"]) : nil
  }
}

extension RichText {
  /// `content` with `entities`, as `RichText.entities` writes them.
  fileprivate init(golden view: JSONView) {
    self.init(view["content"].string ?? "", entities: view["entities"])
  }
}
