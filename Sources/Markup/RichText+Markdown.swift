import AdapterKit
import CCmark

extension RichText {
  /// More than sixteen of the longest messages.
  package static let mostMarkdown = 64 * 1024

  /// Reads CommonMark 0.30 with `~~strikethrough~~` and `||spoiler||`.
  ///
  /// A line break is kept, as in a chat. `__` is bold as CommonMark has it, so there is no mark for
  /// underlining. A heading is a bold line, an image a link with its description, raw HTML the text
  /// that was written. Links that do not lead to http, https, mailto or tg are their text.
  package init(markdown: String) throws(MarkupProblem) {
    let text = Array(markdown.utf8)
    guard text.count <= Self.mostMarkdown else { throw .tooLarge(most: Self.mostMarkdown) }
    let document = text.withUnsafeBytes { bytes in
      cmark_parse_document(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, CMARK_OPT_DEFAULT)
    }
    guard let document else { throw .tooCostly }
    defer { cmark_node_free(document) }
    var reading = MarkdownReading()
    reading.read(document)
    self = try reading.layout.finished()
  }
}
