import AdapterKit
import JSON

extension RichText {
  /// Its formatting as Telegram takes it, never markup in the text itself; nil when there is none.
  var botEntities: JSONFragment? {
    let spans = spans.lazy.filter(\.isSendable).prefix(TelegramLimits.entities)
    guard !spans.isEmpty else { return nil }
    return JSONFragment { writer in
      writer.array { for span in spans { span.write(to: &$0) } }
    }
  }

  /// Whether some of its formatting stays behind.
  var losesFormatting: Bool {
    spans.count > TelegramLimits.entities || !spans.allSatisfy(\.isSendable)
  }
}

extension RichText.Span {
  /// A person is named by a number, and a link leads somewhere.
  fileprivate var isSendable: Bool {
    switch kind {
    case .mention(let id): Int64(id) != nil
    case .link(let url): !url.isEmpty
    default: true
    }
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.member("type", kind.entityType)
      $0.member("offset", range.lowerBound)
      $0.member("length", range.count)
      switch kind {
      case .link(let url): $0.member("url", url)
      case .pre(let language): $0.member("language", language)
      case .customEmoji(let id): $0.member("custom_emoji_id", id)
      case .mention(let id):
        // Telegram looks at the number alone, but a User without the others is none.
        $0.member("user") {
          $0.member("id", Int64(id))
          $0.member("is_bot", false)
          $0.member("first_name", "")
        }
      default: break
      }
    }
  }

}
