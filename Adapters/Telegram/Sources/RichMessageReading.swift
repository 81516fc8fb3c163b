import AdapterKit
import EventModel
import JSON

/// A rich message as one text, with its files and buttons aside.
///
/// Blocks that nobody knows are left out; they are in the raw payload.
struct RichMessageReading {
  private(set) var text: RichText = ""
  private(set) var attachments: [Attachment] = []
  private(set) var buttons: [Button] = []
  /// What may still be read: a stranger decides how much there is.
  private var blocksLeft = 5000

  private static let deepest = 32

  init(_ message: JSONView) {
    text = blocks(message["blocks"], depth: 0).trimmed
  }

  /// Blocks below each other, a line each.
  private mutating func blocks(_ blocks: JSONView, depth: Int) -> RichText {
    var lines: [RichText] = []
    for block in blocks.elements {
      guard depth < Self.deepest, blocksLeft > 0 else { break }
      blocksLeft -= 1
      if let line = self.block(block, depth: depth) { lines.append(line) }
    }
    return Self.joined(lines, by: "\n")
  }

  static func joined(_ parts: [RichText], by separator: String) -> RichText {
    var whole: RichText = ""
    for (number, part) in parts.enumerated() {
      if number > 0 { whole.append(separator) }
      whole.append(part)
    }
    return whole
  }

  private mutating func block(_ block: JSONView, depth: Int) -> RichText? {
    switch block["type"].string {
    case "paragraph", "heading", "footer": inline(block["text"], depth: depth)
    case "pre":
      inline(block["text"], depth: depth)
        .formatted(as: .pre(language: block["language"].nonEmpty))
    case "mathematical_expression": RichText(block["expression"].string ?? "")
    case "divider": ""
    case "list": list(block["items"], depth: depth)
    case "blockquote": quoted(blocks(block["blocks"], depth: depth + 1), block, false, depth)
    case "pullquote": quoted(inline(block["text"], depth: depth), block, false, depth)
    case "expandable_blockquote":
      quoted(inline(block["text"], depth: depth), block, true, depth)
    case "table": table(block, depth: depth)
    case "details":
      Self.joined(
        [inline(block["summary"], depth: depth), blocks(block["blocks"], depth: depth + 1)],
        by: "\n")
    case "collage", "slideshow":
      captioned(blocks(block["blocks"], depth: depth + 1), block, depth: depth)
    case "buttons": keys(block["buttons"])
    default: file(block, depth: depth)
    }
  }

  /// A file stands among the attachments, and its caption in the text.
  private mutating func file(_ block: JSONView, depth: Int) -> RichText? {
    let fields: [String: (name: String, field: MessageField)] = [
      "photo": ("photo", .photo), "video": ("video", .file(.video)),
      "audio": ("audio", .file(.audio)), "document": ("document", .file(.document)),
      "animation": ("animation", .file(.animation)), "voice_note": ("voice_note", .file(.voice)),
      "map": ("location", .location),
    ]
    guard let (name, field) = fields[block["type"].string ?? ""] else { return nil }
    attachments += Attachment.read(name, field, block[member: name])
    let caption = captioned("", block, depth: depth)
    return caption.isEmpty ? nil : caption
  }

  private mutating func captioned(_ text: RichText, _ block: JSONView, depth: Int) -> RichText {
    let caption = block["caption"]
    let words = inline(caption["text"], depth: depth)
    let parts = [text, words, inline(caption["credit"], depth: depth)]
    return Self.joined(parts.filter { !$0.isEmpty }, by: "\n")
  }

  private mutating func list(_ items: JSONView, depth: Int) -> RichText {
    var lines: [RichText] = []
    for item in items.elements {
      guard depth < Self.deepest, blocksLeft > 0 else { break }
      blocksLeft -= 1
      let box = item["is_checked"].bool == true ? "[x]" : "[ ]"
      let label = item["has_checkbox"].bool == true ? box : item["label"].string ?? "•"
      lines.append(RichText(label + " ") + blocks(item["blocks"], depth: depth + 1))
    }
    return Self.joined(lines, by: "\n")
  }

  private mutating func table(_ block: JSONView, depth: Int) -> RichText {
    var rows = [inline(block["caption"], depth: depth)].filter { !$0.isEmpty }
    for row in block["cells"].elements {
      guard blocksLeft > 0 else { break }
      blocksLeft -= 1
      var cells: [RichText] = []
      for cell in row.elements {
        guard blocksLeft > 0 else { break }
        blocksLeft -= 1
        cells.append(inline(cell["text"], depth: depth))
      }
      rows.append(Self.joined(cells, by: "\t"))
    }
    return Self.joined(rows, by: "\n")
  }

  private mutating func quoted(
    _ text: RichText, _ block: JSONView, _ isExpandable: Bool, _ depth: Int
  ) -> RichText {
    let credit = inline(block["credit"], depth: depth)
    let whole = credit.isEmpty ? text : Self.joined([text, "— " + credit], by: "\n")
    return whole.formatted(as: .quote(isExpandable: isExpandable))
  }

  private mutating func keys(_ keys: JSONView) -> RichText? {
    for key in keys.elements { add(key) }
    return nil
  }

  private mutating func add(_ key: JSONView) {
    guard buttons.count < Button.mostRead,
      let button = Button(reading: key, row: Int64(buttons.count))
    else { return }
    buttons.append(button)
  }
}

extension RichMessageReading {
  /// A stretch of text: a string, a list of stretches, or one with a look of its own.
  private mutating func inline(_ json: JSONView, depth: Int) -> RichText {
    guard depth < Self.deepest, blocksLeft > 0 else { return "" }
    switch json.kind {
    case .string: return RichText(json.string ?? "")
    case .array:
      var whole: RichText = ""
      for part in json.elements {
        guard blocksLeft > 0 else { break }
        blocksLeft -= 1
        whole.append(inline(part, depth: depth + 1))
      }
      return whole
    case .object: return formatted(json, depth: depth)
    case .missing, .null, .bool, .number: return ""
    }
  }

  private mutating func formatted(_ json: JSONView, depth: Int) -> RichText {
    switch json["type"].string {
    case "custom_emoji":
      let text = RichText(json["alternative_text"].string ?? "")
      return json["custom_emoji_id"].text.map { text.formatted(as: .customEmoji(id: $0)) } ?? text
    case "mathematical_expression": return RichText(json["expression"].string ?? "")
    case "button":
      add(json["button"])
      return RichText(json["button"]["text"].string ?? "")
    default:
      let text = inline(json["text"], depth: depth + 1)
      return Self.look(of: json).map { text.formatted(as: $0) } ?? text
    }
  }

  private static func look(of json: JSONView) -> RichText.Kind? {
    switch json["type"].string {
    case "bold": .bold
    case "italic": .italic
    case "underline": .underline
    case "strikethrough": .strikethrough
    case "spoiler": .spoiler
    case "code": .code
    case "url": json["url"].nonEmpty.map { .link(url: $0) }
    case "text_mention": json["user"]["id"].number.map { .mention(userID: $0) }
    default: nil
    }
  }
}
