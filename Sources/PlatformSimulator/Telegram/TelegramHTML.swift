import JSON

/// Reads the HTML that the Bot API takes with `parse_mode`, as far as its tags are simple.
struct TelegramHTML {
  private static let types = [
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "a": "text_link", "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
  ]
  private static let letters = ["lt": "<", "gt": ">", "amp": "&", "quot": "\""]

  private struct Open {
    var tag: String
    var offset: Int
    var url: String?
  }

  private(set) var text = ""
  private(set) var entities: [JSONValue] = []
  private var units = 0
  private var open: [Open] = []

  init(_ source: String) throws(TelegramError) {
    var rest = source[...]
    while let character = rest.popFirst() {
      switch character {
      case "<":
        let tag = String(rest.prefix { $0 != ">" })
        rest = rest.dropFirst(tag.count)
        guard rest.popFirst() == ">" else { throw Self.problem("Unclosed start tag") }
        try read(tag)
      case "&": append(Self.letter(&rest))
      default: append(String(character))
      }
    }
    if let left = open.last {
      throw Self.problem("Can't find end tag corresponding to start tag \"\(left.tag)\"")
    }
  }

  private mutating func append(_ letters: String) {
    text += letters
    units += letters.utf16.count
  }

  private mutating func read(_ tag: String) throws(TelegramError) {
    if tag.hasPrefix("/") {
      guard let begun = open.popLast(), begun.tag == tag.dropFirst().lowercased() else {
        throw Self.problem("Unmatched end tag \"\(tag.dropFirst())\"")
      }
      close(begun)
      return
    }
    let name = tag.prefix { $0 != " " }.lowercased()
    guard Self.types[name] != nil else {
      throw Self.problem("Unsupported start tag \"\(name)\" at byte offset \(text.utf8.count)")
    }
    open.append(Open(tag: name, offset: units, url: Self.link(in: tag)))
  }

  private mutating func close(_ begun: Open) {
    guard units > begun.offset, let type = Self.types[begun.tag] else { return }
    if begun.tag == "a", begun.url == nil { return }
    entities.append(
      .members([
        "offset": .int(begun.offset), "length": .int(units - begun.offset),
        "type": .string(type), "url": begun.url.json,
      ]))
  }

  /// The value of `href`, with or without quotation marks.
  private static func link(in tag: String) -> String? {
    for piece in tag.split(separator: " ") where piece.lowercased().hasPrefix("href=") {
      let value = piece.dropFirst("href=".count).trimmingQuotes
      return value.isEmpty ? nil : value
    }
    return nil
  }

  /// The letter of a reference like `&lt;`; what is no reference stays as it is.
  private static func letter(_ rest: inout Substring) -> String {
    let name = String(rest.prefix(8).prefix { $0 != ";" })
    guard let letter = letters[name], rest.dropFirst(name.count).first == ";" else { return "&" }
    rest = rest.dropFirst(name.count + 1)
    return letter
  }

  private static func problem(_ text: String) -> TelegramError {
    .badRequest("can't parse entities: \(text)")
  }
}
