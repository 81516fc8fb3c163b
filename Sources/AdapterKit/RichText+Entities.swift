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
