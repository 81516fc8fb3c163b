import JSON
import Testing

/// What is sent, in the API's words.
extension ScriptPlayer {
  mutating func send(_ step: JSONValue) async throws {
    var body = words(step)
    if let target = step["reply_to"]?.string {
      body = body.with(["reply_to_event_id": .string(try event(target).id)])
    }
    let items = try await items(step["files"]?.elements ?? []) + things(step)
    if !items.isEmpty { body = body.with(["attachments": .array(items)]) }
    try await accepted(body, step)
  }

  mutating func forward(_ step: JSONValue) async throws {
    let names = step["of"]?.elements.compactMap(\.string) ?? []
    let ids = try names.map { JSONValue.string(try event($0).id) }
    let isCopy = JSONValue.bool(step["copy"] == true)
    try await accepted(["forward": ["event_ids": .array(ids), "copy": isCopy]], step)
  }

  private mutating func accepted(_ body: JSONValue, _ step: JSONValue) async throws {
    var options: JSONValue = [:]
    if step["silent"] == true { options = options.with(["silent": true]) }
    if step["hides_preview"] == true { options = options.with(["disable_preview": true]) }
    if step["markdown"] != nil { options = options.with(["parse": "markdown"]) }
    let whole = options == [:] ? body : body.with(["options": options])
    let sent = try await api.accepted(whole, in: try dialog(step))
    let event = try await api.ended(sent.id)
    try #require(event.sending == "sent", "\(event["error"] ?? .null)")
    #expect(event.tags == [], "nothing is done otherwise than asked")
    if let name = step["as"]?.string { events[name] = event }
  }

  /// The text and the keys of a message, in the API's words.
  func words(_ step: JSONValue) -> JSONValue {
    var body: JSONValue = [:]
    if let html = step["html"] {
      body = ["html": html]
    } else if let text = step["markdown"] ?? step["text"] {
      body = ["content": text]
    }
    guard let rows = step["buttons"] ?? step["keys"] else { return body }
    let buttons = zip(Int64(0)..., rows.elements).flatMap { row, keys in
      keys.elements.map { Self.button($0, row) }
    }
    return body.with(["buttons": .array(buttons)])
  }

  private static func button(_ key: JSONValue, _ row: Int64) -> JSONValue {
    let button: JSONValue = ["text": key["text"] ?? .null, "row": .number("\(row)")]
    if let data = key["data"] { return button.with(["callback_data": data]) }
    if let url = key["url"] { return button.with(["url": url]) }
    if let text = key["copy"] {
      return button.with(["action": ["type": "copy_text", "text": text]])
    }
    let kind = key["asks"]?.string.map { "request_\($0)" } ?? "reply_text"
    return button.with(["action": ["type": .string(kind)]])
  }

  func items(_ files: [JSONValue]) async throws -> [JSONValue] {
    var items: [JSONValue] = []
    for file in files {
      let kind = file["kind"] ?? .null
      if let name = file["of"]?.string {
        items.append(Self.file(kind, try event(name)))
        continue
      }
      let upload = try await api.uploads(
        Array((file["text"]?.string ?? "").utf8), named: file["name"]?.string ?? "",
        as: file["type"]?.string ?? "")
      items.append(["type": kind, "id": .string(upload.id)])
    }
    return items
  }

  /// The file of a message that stands: what came by the platform's name, what is ours by our own.
  private static func file(_ kind: JSONValue, _ event: JSONValue) -> JSONValue {
    let file = event["attachments"]?[0]
    let item: JSONValue = ["type": kind]
    guard let name = file?["platform_file_id"] else {
      return item.with(["id": .string(file?.id ?? "")])
    }
    return item.with(["platform_file_id": name])
  }

  private func things(_ step: JSONValue) -> [JSONValue] {
    ["poll", "location", "contact", "dice"].compactMap { name in
      step[name].map { .object([.init("type", .string(name)), .init(name, $0)]) }
    }
  }
}
