import AdapterKit
import CCmark

/// Walks through a parsed Markdown document and lays out its text.
struct MarkdownReading {
  private(set) var layout = TextLayout()
  private var lists = ListMarks()
  /// The marks of the paragraph that is read, from the next one on.
  private var marks: ArraySlice<MarkdownMark.Role> = []

  mutating func read(_ document: OpaquePointer) {
    guard let iterator = cmark_iter_new(document) else { return }
    defer { cmark_iter_free(iterator) }
    var event = cmark_iter_next(iterator)
    while event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT {
      if let node = cmark_iter_get_node(iterator) {
        event == CMARK_EVENT_ENTER ? enter(node) : leave(node)
      }
      event = cmark_iter_next(iterator)
    }
  }

  private mutating func enter(_ node: OpaquePointer) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: writeText(node)
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: layout.breakLine()
    case CMARK_NODE_CODE: write(literal(of: node), as: .code)
    case CMARK_NODE_HTML_INLINE: layout.write(lines: literal(of: node))
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE: enterLink(node)
    case CMARK_NODE_EMPH, CMARK_NODE_STRONG: begin(node)
    default: enterBlock(node)
    }
  }

  private mutating func enterBlock(_ node: OpaquePointer) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
      layout.separate(by: separation(before: node))
      begin(node)
      marks = MarkdownMark.roles(in: node)[...]
    case CMARK_NODE_BLOCK_QUOTE:
      layout.separate(by: separation(before: node))
      begin(node)
    case CMARK_NODE_CODE_BLOCK:
      layout.separate(by: separation(before: node))
      write(literal(of: node), as: .pre(language: language(of: node)))
    case CMARK_NODE_HTML_BLOCK:
      layout.separate(by: separation(before: node))
      layout.write(lines: literal(of: node))
    case CMARK_NODE_THEMATIC_BREAK:
      layout.separate(by: separation(before: node))
      layout.write(lines: "———")
    case CMARK_NODE_LIST:
      if lists.depth == 0 { layout.separate(by: 2) }
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      lists.begin(from: isOrdered ? Int(cmark_node_get_list_start(node)) : nil)
    case CMARK_NODE_ITEM: layout.beginItem(lists.next(), depth: lists.depth)
    default: break
    }
  }

  private mutating func leave(_ node: OpaquePointer) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_LIST: lists.end()
    case CMARK_NODE_ITEM: layout.endItem()
    default: if let kind = kind(of: node) { layout.end(kind) }
    }
  }

  private mutating func begin(_ node: OpaquePointer) {
    if let kind = kind(of: node) { layout.begin(kind) }
  }

  private mutating func write(_ text: String, as kind: RichText.Kind) {
    layout.begin(kind)
    layout.write(lines: text)
    layout.end(kind)
  }

  /// A link without a text shows where it leads.
  private mutating func enterLink(_ node: OpaquePointer) {
    begin(node)
    if cmark_node_first_child(node) == nil { layout.write(lines: url(of: node)) }
  }

  private mutating func writeText(_ node: OpaquePointer) {
    for piece in MarkdownMark.pieces(of: literal(of: node)) {
      switch piece {
      case .text(let text): layout.write(lines: text)
      case .mark(let mark):
        switch marks.popFirst() {
        case .opens: layout.begin(mark.kind)
        case .closes: layout.end(mark.kind)
        case .isText, nil: layout.write(lines: mark.text)
        }
      }
    }
  }

  private func kind(of node: OpaquePointer) -> RichText.Kind? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_EMPH: .italic
    case CMARK_NODE_STRONG, CMARK_NODE_HEADING: .bold
    case CMARK_NODE_BLOCK_QUOTE: .quote(isExpandable: false)
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
      LinkTarget.allowed(url(of: node)).map { .link(url: $0) }
    default: nil
    }
  }

  /// The items of a tight list stand in lines, anything else in paragraphs.
  private func separation(before node: OpaquePointer) -> Int {
    guard let item = cmark_node_parent(node), cmark_node_get_type(item) == CMARK_NODE_ITEM,
      let list = cmark_node_parent(item)
    else { return 2 }
    return cmark_node_get_list_tight(list) == 1 ? 1 : 2
  }

  private func language(of node: OpaquePointer) -> String? {
    let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    return info.split(whereSeparator: \.isWhitespace).first.map { String($0) }
  }

  private func url(of node: OpaquePointer) -> String {
    cmark_node_get_url(node).map { String(cString: $0) } ?? ""
  }

  private func literal(of node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }
}
