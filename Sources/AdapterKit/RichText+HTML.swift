extension RichText {
  /// The same text as HTML that is safe to show: everything is escaped, and a link that would run
  /// something is its text alone.
  ///
  /// A line break is a `<br>`, but within `<pre>` it stands as it is, and one right behind a block
  /// is the block's own end.
  public var html: String {
    var spelling = HTMLSpelling()
    var waiting = spans[...]
    var offset = 0
    for scalar in plain.unicodeScalars {
      spelling.close(at: offset)
      while let next = waiting.first, next.range.lowerBound <= offset {
        spelling.open(next)
        waiting.removeFirst()
      }
      spelling.write(scalar)
      offset += UTF16.width(scalar)
    }
    spelling.close(at: offset)
    return spelling.text
  }
}

private struct HTMLSpelling {
  private(set) var text = ""
  private var open: [(span: RichText.Span, closingTags: String)] = []
  private var isRightAfterBlock = false
  private var isRightAfterReturn = false

  mutating func open(_ span: RichText.Span) {
    let tags = isShown(span.kind) ? Self.tags(of: span.kind) : nil
    text += tags?.opening ?? ""
    open.append((span, tags?.closing ?? ""))
  }

  mutating func close(at offset: Int) {
    while let last = open.last, last.span.range.upperBound <= offset {
      open.removeLast()
      text += last.closingTags
      isRightAfterBlock = isRightAfterBlock || last.span.kind.isBlock
    }
  }

  mutating func write(_ scalar: Unicode.Scalar) {
    let isSecondHalf = isRightAfterReturn && scalar == "\n"
    isRightAfterReturn = scalar == "\r"
    guard !isSecondHalf else { return }
    switch scalar {
    case "\n", "\r": writeBreak()
    case "\t": text.unicodeScalars.append(scalar)
    case "\u{0}"..<"\u{20}", "\u{7F}": break
    default: Self.escape(scalar, into: &text)
    }
    isRightAfterBlock = false
  }

  private mutating func writeBreak() {
    guard !isRightAfterBlock else { return }
    guard open.contains(where: { $0.span.kind.isPre }) else {
      text += "<br>"
      return
    }
    // A parser drops a line break right behind the tag.
    text += text.hasSuffix("<pre>") ? "\n\n" : "\n"
  }

  /// Links do not stand in links, and those that run something do not stand at all.
  private func isShown(_ kind: RichText.Kind) -> Bool {
    guard case .link(let url) = kind else { return true }
    return RichText.isHarmless(url: url) && !open.contains { $0.span.kind.isLink }
  }

  private static func tags(of kind: RichText.Kind) -> (opening: String, closing: String) {
    switch kind {
    case .bold: ("<b>", "</b>")
    case .italic: ("<i>", "</i>")
    case .underline: ("<u>", "</u>")
    case .strikethrough: ("<s>", "</s>")
    case .spoiler: ("<span class=\"spoiler\">", "</span>")
    case .code: ("<code>", "</code>")
    case .pre(nil), .pre(""): ("<pre>", "</pre>")
    case .pre(let language?):
      ("<pre><code class=\"language-\(escaped(language))\">", "</code></pre>")
    case .link(let url): ("<a href=\"\(escaped(url))\">", "</a>")
    case .mention(let id): ("<span class=\"mention\" data-user-id=\"\(escaped(id))\">", "</span>")
    case .quote(false): ("<blockquote>", "</blockquote>")
    case .quote(true): ("<blockquote class=\"expandable\">", "</blockquote>")
    case .customEmoji(let id):
      ("<span class=\"emoji\" data-emoji-id=\"\(escaped(id))\">", "</span>")
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
      escape(scalar, into: &result)
    }
    return result
  }

  private static func escape(_ scalar: Unicode.Scalar, into text: inout String) {
    switch scalar {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    default: text.unicodeScalars.append(scalar)
    }
  }
}

extension RichText {
  private static let runningSchemes: Set<String> = [
    "javascript", "vbscript", "livescript", "data", "blob", "file", "filesystem", "jar",
    "view-source", "about",
  ]

  /// Whether following it runs nothing, as browsers read it: without spaces and controls.
  fileprivate static func isHarmless(url: String) -> Bool {
    let visible = String(
      String.UnicodeScalarView(url.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }))
    guard let colon = visible.firstIndex(of: ":") else { return true }
    return !runningSchemes.contains(visible[..<colon].lowercased())
  }
}

extension RichText.Kind {
  fileprivate var isPre: Bool {
    if case .pre = self { true } else { false }
  }

  fileprivate var isLink: Bool {
    if case .link = self { true } else { false }
  }

  fileprivate var isBlock: Bool {
    switch self {
    case .pre, .quote: true
    default: false
    }
  }
}
