import AdapterKit
import EventModel
import JSON

extension Message {
  init(telegram text: RichText) {
    self.init(text.plain)
    entities = text.entities
    htmlContent = text.telegramHTML
  }
}

extension RichText {
  /// The same text in Telegram's own tags, with everything else escaped; nil when there is no
  /// formatting that a tag could show.
  var telegramHTML: String? {
    guard !spans.isEmpty else { return nil }
    var html = ""
    var open: [(end: Int, tag: String)] = []
    var waiting = spans[...]
    var offset = 0
    func close(at offset: Int) {
      while let last = open.last, last.end <= offset {
        open.removeLast()
        html += last.tag
      }
    }
    for scalar in plain.unicodeScalars {
      close(at: offset)
      while let next = waiting.first, next.range.lowerBound <= offset {
        waiting.removeFirst()
        guard let tags = next.kind.tags else { continue }
        html += tags.opening
        open.append((next.range.upperBound, tags.closing))
      }
      Self.escape(scalar, into: &html)
      offset += UTF16.width(scalar)
    }
    close(at: offset)
    return html
  }

  fileprivate static func escape(_ scalar: Unicode.Scalar, into html: inout String) {
    switch scalar {
    case "&": html += "&amp;"
    case "<": html += "&lt;"
    case ">": html += "&gt;"
    case "\"": html += "&quot;"
    default: html.unicodeScalars.append(scalar)
    }
  }

  /// The spans as `message.entities` has them.
  var entities: JSONFragment? {
    guard !spans.isEmpty else { return nil }
    return JSONFragment { writer in
      writer.array { for span in spans { Self.write(span, to: &$0) } }
    }
  }

  private static func write(_ span: Span, to writer: inout JSONWriter) {
    writer.object {
      $0.member("type", span.kind.entityType)
      $0.member("offset", Int64(span.range.lowerBound))
      $0.member("length", Int64(span.range.count))
      switch span.kind {
      case .link(let url): $0.member("url", url)
      case .mention(let id): $0.member("user_id", id)
      case .pre(let language): $0.member("language", language)
      case .customEmoji(let id): $0.member("custom_emoji_id", id)
      default: break
      }
    }
  }
}

extension RichText.Kind {
  fileprivate var tags: (opening: String, closing: String)? {
    switch self {
    case .bold: ("<b>", "</b>")
    case .italic: ("<i>", "</i>")
    case .underline: ("<u>", "</u>")
    case .strikethrough: ("<s>", "</s>")
    case .spoiler: ("<tg-spoiler>", "</tg-spoiler>")
    case .code: ("<code>", "</code>")
    case .pre(nil): ("<pre>", "</pre>")
    case .pre(let language?):
      ("<pre><code class=\"language-\(Self.escaped(language))\">", "</code></pre>")
    case .quote(false): ("<blockquote>", "</blockquote>")
    case .quote(true): ("<blockquote expandable>", "</blockquote>")
    case .customEmoji(let id): ("<tg-emoji emoji-id=\"\(Self.escaped(id))\">", "</tg-emoji>")
    case .mention(let id): ("<a href=\"tg://user?id=\(Self.escaped(id))\">", "</a>")
    case .link(let url):
      Self.leadsSomewhere(url) ? ("<a href=\"\(Self.escaped(url))\">", "</a>") : nil
    }
  }

  private static let schemes = ["http:", "https:", "tg:", "mailto:", "tel:", "ton:"]

  /// What a stranger's link may begin with: nothing that runs when it is followed.
  private static func leadsSomewhere(_ url: String) -> Bool {
    let start = url.prefix(8).lowercased()
    return schemes.contains { start.hasPrefix($0) }
  }

  private static func escaped(_ text: String) -> String {
    var html = ""
    for scalar in text.unicodeScalars { RichText.escape(scalar, into: &html) }
    return html
  }

}
