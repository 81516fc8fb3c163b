/// Plain text of HTML, by a tokenizer that passes over it once and cannot fail.
enum HTMLText {
  /// The text as a reader would see it, roughly: blocks break lines, links keep their address.
  static func text(_ html: String) -> String {
    var reader = HTMLReader()
    reader.read(Array(html.utf8))
    return reader.text
  }

  private static let head = 1024

  /// The charset that an HTML part names itself, in `<meta charset=…>`.
  static func charset(of bytes: [UInt8], _ mimeType: String) -> String? {
    guard mimeType == "text/html" else { return nil }
    let head = bytes.prefix(head).map(\.lowercased)
    let key = Array("charset=".utf8)
    guard let at = head.indices.first(where: { head[$0...].starts(with: key) }) else { return nil }
    let name = head[at...].dropFirst(key.count).drop { $0 == 0x22 || $0 == 0x27 }
      .prefix { $0.isLetter || $0.isDigit || $0 == 0x2D || $0 == 0x5F }
    return name.isEmpty ? nil : name.utf8Text
  }
}

/// Collects the visible text of one HTML text.
private struct HTMLReader {
  private var output: [UInt8] = []
  /// A blank is due before the next character.
  private var owesBlank = false
  /// The element whose content is passed over until its end tag.
  private var skipped: String?
  private var link: (address: String, textStart: Int)?
  private var preformatted = 0

  private static let unseen: Set = [
    "script", "style", "head", "title", "noscript", "template", "iframe", "object", "select",
    "textarea", "svg", "math",
  ]
  private static let lines: Set = ["br", "tr", "div", "li", "dt", "dd", "hr", "section", "center"]
  private static let blocks: Set = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl",
  ]

  var text: String { Visible.trimmed(String(decoding: output, as: UTF8.self)) }

  mutating func read(_ html: [UInt8]) {
    var rest = html[...]
    var unclosed = 0
    while let byte = rest.first {
      if byte == UInt8(ascii: "<"), mayEndSkipping(rest),
        let tag = HTMLTag(&rest, unclosed: &unclosed)
      {
        take(tag)
      } else if skipped != nil {
        rest = rest.dropFirst()
        rest = rest.drop { $0 != UInt8(ascii: "<") }
      } else if byte == UInt8(ascii: "&"), let text = HTMLEntity.take(&rest) {
        for unit in text.utf8 { put(unit) }
      } else {
        put(byte)
        rest = rest.dropFirst()
      }
    }
    endLink()
  }

  /// Within a script `<` is a sign of comparison; only an end tag, or the body behind a head, is a
  /// tag.
  private func mayEndSkipping(_ rest: ArraySlice<UInt8>) -> Bool {
    guard skipped != nil else { return true }
    return rest.dropFirst().first == UInt8(ascii: "/")
      || skipped == "head" && rest.dropFirst().prefix(4).matches("body".utf8)
  }

  private mutating func put(_ byte: UInt8) {
    if preformatted > 0, byte == .lineFeed { return output.append(byte) }
    if byte.isSpace {
      owesBlank = true
      return
    }
    if byte < 0x20 || byte == 0x7F { return }
    if owesBlank, let last = output.last, last != .lineFeed { output.append(0x20) }
    owesBlank = false
    output.append(byte)
  }

  private mutating func take(_ tag: HTMLTag) {
    if let skipped {
      if tag.isEnd, tag.name == skipped { self.skipped = nil }
      // A head without an end tag ends where the body begins.
      if skipped == "head", tag.name == "body" { self.skipped = nil }
      return
    }
    if Self.unseen.contains(tag.name) {
      if !tag.isEnd { skipped = tag.name }
      return
    }
    if Self.blocks.contains(tag.name) { breakLine(atLeast: 2) }
    if Self.lines.contains(tag.name) { takeLine(tag) }
    switch tag.name {
    case "a":
      endLink()
      if !tag.isEnd, let address = tag.attribute("href") { link = (address, output.count) }
    case "pre": preformatted = max(0, preformatted + (tag.isEnd ? -1 : 1))
    case "td", "th": owesBlank = true
    default: break
    }
  }

  private mutating func takeLine(_ tag: HTMLTag) {
    if tag.name == "br" {
      owesBlank = false
      // Two of them make an empty line, more make no more.
      if !output.isEmpty, endingLines < 2 { output.append(.lineFeed) }
    } else {
      breakLine(atLeast: 1)
    }
    if tag.name == "li", !tag.isEnd { output += Array("- ".utf8) }
  }

  private mutating func breakLine(atLeast count: Int) {
    owesBlank = false
    guard !output.isEmpty else { return }
    for _ in 0..<max(0, count - endingLines) { output.append(.lineFeed) }
  }

  /// How many line ends stand at the end, two at most.
  private var endingLines: Int {
    var count = 0
    for byte in output.reversed() {
      guard byte == .lineFeed, count < 2 else { break }
      count += 1
    }
    return count
  }

  /// Adds the address of a link whose text is another.
  private mutating func endLink() {
    guard let link else { return }
    self.link = nil
    let address = link.address
    guard address.hasPrefix("http://") || address.hasPrefix("https://") else { return }
    let text = output[min(link.textStart, output.count)...].trimmed
    guard !text.isEmpty, !text.elementsEqual(address.utf8) else { return }
    output += Array(" (\(address))".utf8)
  }
}
