import JSON

/// A text with its entities, checked and trimmed as Telegram does it.
struct TelegramText: Hashable, Sendable {
  /// Entities beyond these have no effect.
  private static let mostEntities = 100

  private(set) var text: String
  private(set) var entities: [JSONValue] = []

  var entitiesJSON: JSONValue? { entities.isEmpty ? nil : .array(entities) }

  /// Reads a text and what goes with it; with a `parse_mode` the entities are not looked at.
  init(
    _ source: String?, parseMode: String?, entities given: JSONValue?
  ) throws(TelegramError) {
    switch parseMode?.lowercased() {
    case nil, "":
      text = source ?? ""
      if let given { entities = try Self.checked(given, of: text) }
    case "html":
      let parsed = try TelegramHTML(source ?? "")
      (text, entities) = (parsed.text, parsed.entities)
    case "markdown", "markdownv2":
      throw .badRequest("can't parse entities: the simulator reads HTML and no Markdown")
    default: throw .badRequest("unsupported parse_mode")
    }
    trim()
  }

  private static func checked(
    _ given: JSONValue, of text: String
  ) throws(TelegramError) -> [JSONValue] {
    guard case .array(let list) = given else {
      throw .badRequest("can't parse entities: expected an Array")
    }
    let units = Array(text.utf16)
    for entity in list {
      guard case .object = entity, let type = entity["type"]?.string else {
        throw .badRequest("can't parse entities: expected an Object with a type")
      }
      guard let offset = entity["offset"]?.int, let length = entity["length"]?.int,
        isBorder(offset, in: units), length > 0,
        isBorder(offset.addingReportingOverflow(length).partialValue, in: units)
      else { throw .badRequest("ENTITY_BOUNDS_INVALID") }
      if type == "text_link", entity["url"]?.string?.contains(".") != true {
        throw .badRequest("ENTITY_TEXTURL_INVALID")
      }
    }
    return Array(list.prefix(mostEntities))
  }

  /// Whether an entity may begin or end there: within the text, and not inside a surrogate pair.
  private static func isBorder(_ offset: Int64, in units: [UInt16]) -> Bool {
    guard (0...Int64(units.count)).contains(offset) else { return false }
    let place = Int(offset)
    return place == units.count || !UTF16.isTrailSurrogate(units[place])
  }

  /// Takes white space off both ends and moves the entities along.
  private mutating func trim() {
    let lead = text.prefix { $0.isWhitespace }.utf16.count
    text = text.trimmingWhitespace
    let end = Int64(text.utf16.count)
    entities = entities.compactMap { entity in
      let offset = (entity["offset"]?.int ?? 0) - Int64(lead)
      let length = entity["length"]?.int ?? 0
      let start = max(0, offset)
      let stop = min(end, offset + length)
      guard stop > start else { return nil }
      return entity.merging(["offset": .int(start), "length": .int(stop - start)])
    }
  }
}

extension TelegramCall {
  /// The text of a message.
  func messageText() throws(TelegramError) -> TelegramText {
    let text = try TelegramText(
      parameters["text"], parseMode: self["parse_mode"], entities: json("entities"))
    guard !text.text.isEmpty else { throw .badRequest("message text is empty") }
    guard text.text.utf16.count <= TelegramLimits.text else {
      throw .badRequest("message is too long")
    }
    return text
  }

  /// The caption of a message, which may be missing.
  func caption() throws(TelegramError) -> TelegramText {
    try .caption(
      parameters["caption"], parseMode: self["parse_mode"], entities: json("caption_entities"))
  }
}

extension TelegramText {
  static func caption(
    _ text: String?, parseMode: String?, entities: JSONValue?
  ) throws(TelegramError) -> TelegramText {
    let caption = try TelegramText(text, parseMode: parseMode, entities: entities)
    guard caption.text.utf16.count <= TelegramLimits.caption else {
      throw .badRequest("message caption is too long")
    }
    return caption
  }

  /// The caption of an album's item or of new media.
  static func caption(ofItem item: JSONValue) throws(TelegramError) -> TelegramText {
    try caption(
      item["caption"]?.string, parseMode: item["parse_mode"]?.string,
      entities: item["caption_entities"])
  }

  /// The members that a caption puts into a message.
  var captionMembers: JSONValue {
    .members([
      "caption": text.isEmpty ? nil : .string(text),
      "caption_entities": text.isEmpty ? nil : entitiesJSON,
    ])
  }
}
