import JSON

extension RichText {
  /// Its spans as `message.entities` (FIELDS §15, the end); nil when there are none.
  public var entities: JSONFragment? {
    guard !isPlain else { return nil }
    return JSONFragment { writer in
      writer.array { array in
        for span in spans { array.object { span.write(to: &$0) } }
      }
    }
  }

  /// A text with the spans that `message.entities` tells of; those of other sorts are plain.
  public init(_ plain: String, entities: JSONView) {
    let spans = entities.elements.prefix(Self.mostSpans).compactMap { Span(reading: $0) }
    self.init(plain, spans: Array(spans))
  }
}

extension RichText.Span {
  fileprivate init?(reading entity: JSONView) {
    guard let kind = RichText.Kind(reading: entity),
      let start = entity["offset"].int.flatMap({ Int(exactly: $0) }), start >= 0,
      let length = entity["length"].int.flatMap({ Int(exactly: $0) }), length > 0
    else { return nil }
    let (end, overflows) = start.addingReportingOverflow(length)
    guard !overflows else { return nil }
    self.init(kind, start..<end)
  }
}

extension RichText.Kind {
  fileprivate init?(reading entity: JSONView) {
    switch entity["type"].string {
    case "bold": self = .bold
    case "italic": self = .italic
    case "underline": self = .underline
    case "strikethrough": self = .strikethrough
    case "spoiler": self = .spoiler
    case "code": self = .code
    case "pre": self = .pre(language: entity["language"].string)
    case "blockquote": self = .quote(isExpandable: false)
    case "expandable_blockquote": self = .quote(isExpandable: true)
    case "text_link":
      guard let url = entity["url"].string else { return nil }
      self = .link(url: url)
    case "text_mention":
      guard let id = entity["user_id"].string else { return nil }
      self = .mention(userID: id)
    case "custom_emoji":
      guard let id = entity["custom_emoji_id"].string else { return nil }
      self = .customEmoji(id: id)
    default: return nil
    }
  }
}

extension RichText.Span {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("type", kind.entityType)
    writer.member("offset", range.lowerBound)
    writer.member("length", range.count)
    switch kind {
    case .pre(let language): writer.member("language", language)
    case .link(let url): writer.member("url", url)
    case .mention(let userID): writer.member("user_id", userID)
    case .customEmoji(let id): writer.member("custom_emoji_id", id)
    case .bold, .italic, .underline, .strikethrough, .spoiler, .code, .quote: break
    }
  }
}

extension RichText.Kind {
  /// What `message.entities` calls it; the words are the Bot API's (FIELDS §15, the end).
  public var entityType: String {
    switch self {
    case .bold: "bold"
    case .italic: "italic"
    case .underline: "underline"
    case .strikethrough: "strikethrough"
    case .spoiler: "spoiler"
    case .code: "code"
    case .pre: "pre"
    case .link: "text_link"
    case .mention: "text_mention"
    case .quote(let isExpandable): isExpandable ? "expandable_blockquote" : "blockquote"
    case .customEmoji: "custom_emoji"
    }
  }
}
