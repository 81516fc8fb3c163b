import AdapterKit
import CCmark

/// A mark that CommonMark does not have: `~~` around what is struck out, `||` around a spoiler.
///
/// It stands at a word: what it begins follows at once, what it ends precedes it at once. Three in
/// a row are text, and so are marks of which the other one is missing. A backslash hides none of
/// them, since libcmark joins the texts before we see them: what must stay stands in code.
struct MarkdownMark {
  enum Role {
    case opens, closes, isText
  }

  enum Piece {
    case text(String)
    case mark(MarkdownMark)
  }

  let text: String
  let canOpen: Bool
  let canClose: Bool

  var kind: RichText.Kind { text == "~~" ? .strikethrough : .spoiler }

  /// What a stretch of text is made of.
  static func pieces(of literal: String) -> [Piece] {
    var pieces: [Piece] = []
    let scalars = literal.unicodeScalars
    var textStart = scalars.startIndex
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let sign = scalars[index]
      let end = scalars[index...].firstIndex { $0 != sign } ?? scalars.endIndex
      let run = String(scalars[index..<end])
      if run == "~~" || run == "||" {
        if textStart < index { pieces.append(.text(String(scalars[textStart..<index]))) }
        pieces.append(
          .mark(
            MarkdownMark(
              text: run,
              canOpen: end == scalars.endIndex || !scalars[end].properties.isWhitespace,
              canClose: scalars[..<index].last?.properties.isWhitespace != true)))
        textStart = end
      }
      index = end
    }
    if textStart < scalars.endIndex { pieces.append(.text(String(scalars[textStart...]))) }
    return pieces
  }

  /// What each mark of a paragraph does, in order.
  static func roles(in paragraph: OpaquePointer) -> [Role] {
    var roles: [Role] = []
    var opening: [String: Int] = [:]
    for mark in marks(in: paragraph) {
      if mark.canClose, let start = opening.removeValue(forKey: mark.text) {
        roles[start] = .opens
        roles.append(.closes)
      } else {
        if mark.canOpen { opening[mark.text] = roles.count }
        roles.append(.isText)
      }
    }
    return roles
  }

  private static func marks(in paragraph: OpaquePointer) -> [MarkdownMark] {
    guard let iterator = cmark_iter_new(paragraph) else { return [] }
    defer { cmark_iter_free(iterator) }
    var marks: [MarkdownMark] = []
    while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
      guard let node = cmark_iter_get_node(iterator),
        cmark_node_get_type(node) == CMARK_NODE_TEXT, let literal = cmark_node_get_literal(node)
      else { continue }
      for case .mark(let mark) in pieces(of: String(cString: literal)) { marks.append(mark) }
    }
    return marks
  }
}
