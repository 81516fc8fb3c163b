import AdapterKit
import CGumbo

/// Walks through a parsed HTML document and lays out its text.
struct HTMLReading {
  /// Deeper than any letter is; FACTS of letters know of 256.
  static let deepest = 256

  private struct Place {
    let node: HTMLNode
    let element: HTMLElement
    var next = 0
  }

  private(set) var layout = TextLayout()
  private var lists = ListMarks()
  private var path: [Place] = []
  private var codeDepth = 0

  mutating func read(_ root: HTMLNode) throws(MarkupProblem) {
    try enter(root)
    while let place = path.last {
      guard let child = place.node.child(place.next) else {
        path.removeLast()
        leave(place.element)
        continue
      }
      path[path.count - 1].next += 1
      if let text = child.text { write(text) } else { try enter(child) }
    }
  }

  private mutating func write(_ text: String) {
    if codeDepth > 0 { layout.write(lines: text) } else { layout.write(words: text) }
  }

  private mutating func enter(_ node: HTMLNode) throws(MarkupProblem) {
    guard node.isElement else { return }
    let element = HTMLElement(node)
    guard element.flow != .dropped else { return }
    guard path.count < Self.deepest else { throw .tooDeep(most: Self.deepest) }
    path.append(Place(node: node, element: element))
    switch element.flow {
    case .inline, .dropped: break
    case .block(let lines): layout.separate(by: lines)
    case .list(let number):
      layout.separate(by: 1)
      lists.begin(from: number)
    case .item: layout.beginItem(lists.next(), depth: lists.depth)
    case .cell: if !layout.isAtLineStart { layout.write(lines: " | ") }
    case .lineBreak: layout.breakLine()
    case .shown(let text): layout.write(words: text)
    case .rule:
      layout.separate(by: 1)
      layout.write(lines: "———")
    }
    if element.isPreformatted { codeDepth += 1 }
    if let kind = element.kind, !(kind == .code && codeDepth > 0) { layout.begin(kind) }
  }

  private mutating func leave(_ element: HTMLElement) {
    if let kind = element.kind { layout.end(kind) }
    if element.isPreformatted { codeDepth -= 1 }
    switch element.flow {
    case .block(let lines): layout.separate(by: lines)
    case .list:
      lists.end()
      layout.separate(by: 1)
    case .item: layout.endItem()
    case .rule: layout.separate(by: 1)
    case .inline, .dropped, .cell, .lineBreak, .shown: break
    }
  }
}
