import AdapterKit
import EventModel
import JSON

/// A text with what stands in it: formatting, links and names, as Telegram tells them.
///
/// Offsets count UTF-16 units, and nothing promises that they fit.
struct FormattedText {
  let plain: String
  private let entities: [Entity]

  /// Telegram itself heeds a hundred.
  private static let mostEntities = 1000

  private struct Entity {
    let type: String
    let range: Range<Int>
    let json: JSONView
  }

  init(_ text: JSONView, _ entities: JSONView) {
    plain = text.string ?? ""
    guard !entities.elements.isEmpty else {
      self.entities = []
      return
    }
    let length = plain.utf16.count
    self.entities = entities.elements.prefix(Self.mostEntities).compactMap { entity in
      guard let type = entity["type"].nonEmpty,
        let range = Self.range(entity["offset"].int, entity["length"].int, of: length)
      else { return nil }
      return Entity(type: type, range: range, json: entity)
    }
  }

  /// What of a stretch lies within a text.
  private static func range(_ offset: Int64?, _ count: Int64?, of length: Int) -> Range<Int>? {
    guard let offset, let count, let start = Int(exactly: offset), start >= 0, start < length,
      count > 0
    else { return nil }
    return start..<start + min(Int(clamping: count), length - start)
  }

  var message: Message {
    var message = Message(plain)
    guard !entities.isEmpty else { return message }
    message.entities = JSONFragment { writer in
      writer.array { for entity in entities { Self.write(entity, to: &$0) } }
    }
    message.htmlContent = rich.telegramHTML
    return message
  }

  /// Text and formatting alone.
  var rich: RichText { RichText(plain, spans: entities.compactMap(Self.span)) }

  private static func write(_ entity: Entity, to writer: inout JSONWriter) {
    writer.object {
      $0.member("type", entity.type)
      $0.member("offset", Int64(entity.range.lowerBound))
      $0.member("length", Int64(entity.range.count))
      $0.member("url", entity.json["url"].nonEmpty)
      $0.member("user_id", entity.json["user"]["id"].number)
      $0.member("language", entity.json["language"].nonEmpty)
      $0.member("custom_emoji_id", entity.json["custom_emoji_id"].text)
    }
  }

  private static func span(_ entity: Entity) -> RichText.Span? {
    let json = entity.json
    let kind: RichText.Kind? =
      switch entity.type {
      case "bold": .bold
      case "italic": .italic
      case "underline": .underline
      case "strikethrough": .strikethrough
      case "spoiler": .spoiler
      case "code": .code
      case "pre": .pre(language: json["language"].nonEmpty)
      case "blockquote": .quote(isExpandable: false)
      case "expandable_blockquote": .quote(isExpandable: true)
      case "text_link": json["url"].nonEmpty.map { .link(url: $0) }
      case "text_mention": json["user"]["id"].number.map { .mention(userID: $0) }
      case "custom_emoji": json["custom_emoji_id"].text.map { .customEmoji(id: $0) }
      default: nil
      }
    return kind.map { RichText.Span($0, entity.range) }
  }

  /// Who is named: as it is written, and by number as far as Telegram tells it.
  var mentions: MessageInteractions.Mentions? {
    let named = entities.filter { $0.type == "mention" || $0.type == "text_mention" }
    guard !named.isEmpty else { return nil }
    return MessageInteractions.Mentions {
      $0.hasMentions = true
      $0.items = named.map { text(in: $0.range) }
      let ids = named.compactMap { $0.json["user"]["id"].number }
      $0.userIDs = ids.isEmpty ? nil : ids
    }
  }

  private func text(in range: Range<Int>) -> String {
    let units = plain.utf16
    let start = units.index(units.startIndex, offsetBy: range.lowerBound)
    let end = units.index(start, offsetBy: range.count)
    return String(decoding: units[start..<end], as: UTF16.self)
  }
}
