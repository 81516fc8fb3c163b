import CGumbo

/// A node of a document that is still there.
struct HTMLNode {
  private let pointer: UnsafePointer<GumboNode>

  init(_ pointer: UnsafePointer<GumboNode>) { self.pointer = pointer }

  var isElement: Bool { pointer.pointee.type == GUMBO_NODE_ELEMENT }

  /// The text of a node that is nothing else.
  var text: String? {
    switch pointer.pointee.type {
    case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
      pointer.pointee.v.text.text.map { String(cString: $0) }
    default: nil
    }
  }

  func child(_ index: Int) -> HTMLNode? {
    guard isElement else { return nil }
    return Self.element(of: pointer.pointee.v.element.children, at: index)
      .map { HTMLNode($0.assumingMemoryBound(to: GumboNode.self)) }
  }

  var tag: GumboTag { isElement ? pointer.pointee.v.element.tag : GUMBO_TAG_UNKNOWN }

  /// The name of an element that HTML does not know, as it was written.
  var unknownName: String {
    guard isElement else { return "" }
    var piece = pointer.pointee.v.element.original_tag
    gumbo_tag_from_original_text(&piece)
    guard let start = piece.data else { return "" }
    let bytes = UnsafeRawBufferPointer(start: start, count: min(piece.length, 32))
    return String(decoding: bytes, as: UTF8.self).lowercased()
  }

  /// The value of an attribute; a name is in lower case.
  subscript(name: String) -> String? {
    guard isElement else { return nil }
    var attributes = pointer.pointee.v.element.attributes
    return gumbo_get_attribute(&attributes, name)?.pointee.value.map { String(cString: $0) }
  }

  /// The words of an attribute such as `class`.
  func words(_ name: String) -> [String] {
    self[name]?.split(whereSeparator: \.isWhitespace).map { String($0) } ?? []
  }

  private static func element(of vector: GumboVector, at index: Int) -> UnsafeMutableRawPointer? {
    guard index < Int(vector.length), let data = vector.data else { return nil }
    return data[index]
  }
}
