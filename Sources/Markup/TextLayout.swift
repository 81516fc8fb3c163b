import AdapterKit

/// Lays out blocks and words as lines of text, and keeps what stands in which formatting.
///
/// White space is written when something follows it, and formatting begins with its first
/// character: so no text ends in white space, and neither does a span begin or end in it.
struct TextLayout {
  private var plain = ""
  private var length = 0
  private var spans: [RichText.Span] = []
  private var open: [(kind: RichText.Kind, start: Int?)] = []
  private var breaks = 0
  private var hasSpace = false
  /// Where the text of a list item begins; nil once it has begun.
  private var itemStart: Int?

  private var isAtBlockStart: Bool { length == 0 || itemStart == length }
  var isAtLineStart: Bool { isAtBlockStart || breaks > 0 }

  mutating func begin(_ kind: RichText.Kind) {
    if case .link = kind, open.contains(where: { $0.kind.isLink }) { return }
    open.append((kind, nil))
  }

  mutating func end(_ kind: RichText.Kind) {
    guard let index = open.lastIndex(where: { $0.kind == kind }) else { return }
    if let start = open[index].start, start < length {
      spans.append(RichText.Span(kind, start..<length))
    }
    open.remove(at: index)
  }

  /// What follows stands at least so many lines below: 1 in a new line, 2 in a new paragraph.
  mutating func separate(by lines: Int) {
    guard !isAtBlockStart else { return }
    breaks = max(breaks, lines)
  }

  mutating func breakLine() {
    guard !isAtBlockStart else { return }
    breaks += 1
  }

  mutating func beginItem(_ mark: String, depth: Int) {
    separate(by: 1)
    let indent = isAtBlockStart && length > 0 ? 0 : min(max(depth - 1, 0), 8)
    append(String(repeating: "  ", count: indent) + mark)
    itemStart = length
  }

  mutating func endItem() {
    itemStart = nil
    separate(by: 1)
  }

  /// Text in which any white space is one space, as HTML has it.
  mutating func write(words text: String) {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if Self.isSpace(scalars[index]) {
        hasSpace = true
        index = scalars.index(after: index)
      } else {
        let end = scalars[index...].firstIndex(where: Self.isSpace) ?? scalars.endIndex
        append(String(scalars[index..<end]))
        index = end
      }
    }
  }

  /// Text in which white space stands as it is.
  mutating func write(lines text: String) {
    var isFirst = true
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd) {
      if !isFirst { breakLine() }
      isFirst = false
      if !line.isEmpty { append(String(line)) }
    }
  }

  /// The text; formatting that was not ended reaches to its end.
  consuming func finished() throws(MarkupProblem) -> RichText {
    while let last = open.last { end(last.kind) }
    guard spans.count <= RichText.mostSpans else { throw .tooManySpans }
    // Of two that cover the same, the one that was ended later stands outside.
    return RichText(plain, spans: spans.reversed())
  }

  private mutating func append(_ text: String) {
    if isAtBlockStart {
      // White space before the first word says nothing.
    } else if breaks > 0 {
      put(String(repeating: "\n", count: breaks))
    } else if hasSpace {
      put(" ")
    }
    (breaks, hasSpace) = (0, false)
    for index in open.indices.reversed() {
      guard open[index].start == nil else { break }
      open[index].start = length
    }
    put(text)
  }

  private mutating func put(_ text: String) {
    plain += text
    length += text.utf16.count
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case " ", "\t", "\n", "\r", "\u{C}": true
    default: false
    }
  }
}

extension Character {
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r\n" || self == "\r" }
}

extension RichText.Kind {
  fileprivate var isLink: Bool {
    if case .link = self { true } else { false }
  }
}
