import AdapterKit
import JSON

/// A text as VK shows it: bold, italic, underlined, and links to pages; people are named in VK's
/// own markup, and nothing is left of other formatting.
struct VKText {
  private(set) var text: RichText
  /// Whether formatting was lost on the way.
  private(set) var isLossy = false

  private var insertions: [(offset: Int, words: String)] = []

  /// - Parameter formats: Comments have no formatting at all.
  init(_ text: RichText, formats: Bool) {
    self.text = text
    guard !text.isPlain else { return }
    let kept = text.spans.filter { take($0, formats) }
    let bare = RichText(text.plain, spans: kept)
    var shown = RichText("")
    var start = 0
    for insertion in insertions.sorted(by: { $0.offset < $1.offset }) {
      shown.append(bare[start..<insertion.offset])
      shown.append(insertion.words)
      start = insertion.offset
    }
    shown.append(bare[start..<bare.length])
    self.text = shown
  }

  /// Whether a span stays; of one that goes, what stands for it is noted.
  private mutating func take(_ span: RichText.Span, _ formats: Bool) -> Bool {
    switch span.kind {
    case .bold, .italic, .underline:
      if !formats { isLossy = true }
      return formats
    case .link(let url):
      let words = text[span.range].plain
      guard words != url else { return false }
      if formats, Self.isPage(url) { return true }
      isLossy = true
      insertions.append((span.range.upperBound, " (\(url))"))
      return false
    case .mention(let user):
      guard let number = Int64(user), number > 0, !text[span.range].plain.contains("]") else {
        isLossy = true
        return false
      }
      insertions.append((span.range.lowerBound, "[id\(number)|"))
      insertions.append((span.range.upperBound, "]"))
      return false
    case .strikethrough, .spoiler, .code, .pre, .quote, .customEmoji:
      isLossy = true
      return false
    }
  }

  static func isPage(_ url: String) -> Bool {
    url.hasPrefix("https://") || url.hasPrefix("http://")
  }

  /// `format_data` of a piece; nil when it is plain.
  static func format(of piece: RichText) -> JSONFragment? {
    let items = piece.spans.compactMap(item)
    guard !items.isEmpty else { return nil }
    return .object {
      $0.member("version", 1)
      $0.member("items", items)
    }
  }

  private static func item(_ span: RichText.Span) -> JSONFragment? {
    var page: String?
    let type: String
    switch span.kind {
    case .bold: type = "bold"
    case .italic: type = "italic"
    case .underline: type = "underline"
    case .link(let url): (type, page) = ("url", url)
    default: return nil
    }
    return .object {
      $0.member("type", type)
      $0.member("offset", span.range.lowerBound)
      $0.member("length", span.range.count)
      $0.member("url", page)
    }
  }

  /// The text that `format_data` was refused for: links stand behind their words as far as there is
  /// room.
  static func plain(_ text: String, format: JSONView) -> String {
    var plain = RichText(text)
    var spans: [RichText.Span] = []
    for item in format["items"].elements {
      guard let url = item["url"].nonEmpty, let offset = item["offset"].int,
        let length = item["length"].int, let start = Int(exactly: offset), start >= 0,
        let count = Int(exactly: length), count > 0, count <= plain.length
      else { continue }
      let (end, overflows) = start.addingReportingOverflow(count)
      if !overflows { spans.append(RichText.Span(.link(url: url), start..<end)) }
    }
    plain = VKText(RichText(text, spans: spans), formats: false).text
    return plain.length <= VKLimits.longestText ? plain.plain : text
  }
}
