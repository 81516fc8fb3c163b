import AdapterKit
import CGumbo

extension RichText {
  /// Enough for any letter that a person wrote.
  package static let mostHTML = 256 * 1024

  /// What Gumbo may take for it; a page of that size that means no harm takes a tenth.
  private static let allowance = cgumbo_allowance(bytes: 128 << 20, milliseconds: 500)

  /// Reads HTML as a browser shows it: broken markup too, white space collapsed, blocks in lines of
  /// their own.
  ///
  /// Scripts, styles and what is hidden are dropped; an image is its `alt`, a cell of a table
  /// follows ` | `. Links that do not lead to http, https, mailto or tg are their text.
  package init(html: String) throws(MarkupProblem) {
    let text = Array(html.utf8)
    guard text.count <= Self.mostHTML else { throw .tooLarge(most: Self.mostHTML) }
    guard !text.isEmpty else {
      self.init("")
      return
    }
    // The document looks into the text, which therefore stands still while it is read.
    let layout: Result<TextLayout, MarkupProblem> = text.withUnsafeBytes { bytes in
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let document = cgumbo_parse(start, bytes.count, Self.allowance) else {
        return .failure(.tooCostly)
      }
      defer { cgumbo_free(document) }
      return Result { () throws(MarkupProblem) in
        var reading = HTMLReading()
        if let root = cgumbo_root(document) { try reading.read(HTMLNode(root)) }
        return reading.layout
      }
    }
    self = try layout.get().finished()
  }
}
