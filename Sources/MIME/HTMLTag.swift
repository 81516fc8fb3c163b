/// One tag, comment or declaration of HTML.
struct HTMLTag {
  /// In small letters; empty for a comment.
  let name: String
  let isEnd: Bool
  private let attributes: ArraySlice<UInt8>

  private static let longestName = 32
  /// Of a tag that is longer the rest is text; it keeps reading linear.
  private static let longestTag = 16 << 10

  /// Takes a tag off the front, which is `<`; nil when it is only a character.
  ///
  /// Before `unclosed` no tag begins, because none was closed when somebody looked.
  init?(_ rest: inout ArraySlice<UInt8>, unclosed: inout Int) {
    guard rest.startIndex >= unclosed else { return nil }
    let inside = rest.dropFirst()
    if inside.starts(with: Array("!--".utf8)) {
      name = ""
      isEnd = false
      attributes = []
      rest = Self.behindComment(inside.dropFirst(3))
      return
    }
    isEnd = inside.first == UInt8(ascii: "/")
    let body = isEnd ? inside.dropFirst() : inside
    guard let first = body.first, first.isLetter || first == 0x21 || first == 0x3F else {
      return nil
    }
    guard let close = Self.close(of: body.prefix(Self.longestTag)) else {
      unclosed = body.prefix(Self.longestTag).endIndex
      return nil
    }
    let content = body[..<close]
    let word = content.prefix(Self.longestName)
      .prefix { !$0.isSpace && $0 != UInt8(ascii: "/") }
    name = String(decoding: word.map(\.lowercased), as: UTF8.self)
    attributes = content.dropFirst(word.count)
    rest = body[close...].dropFirst()
  }

  /// The `>` that is in no quotes; the first one when quotes are left open.
  private static func close(of body: ArraySlice<UInt8>) -> Int? {
    var quote: UInt8?
    var previous: UInt8 = 0
    for index in body.indices {
      let byte = body[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        return index
      } else if byte == 0x22 || byte == 0x27, previous == UInt8(ascii: "=") {
        quote = byte
      }
      if !byte.isSpace { previous = byte }
    }
    return body.firstIndex(of: UInt8(ascii: ">"))
  }

  /// An open comment takes all the rest.
  private static func behindComment(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    while let close = rest.firstIndex(of: UInt8(ascii: ">")) {
      let isClosed = text[..<close].suffix(2).elementsEqual([0x2D, 0x2D])
      rest = rest[close...].dropFirst()
      if isClosed { return rest }
    }
    return []
  }

  /// An attribute's value, entities decoded.
  func attribute(_ wanted: String) -> String? {
    var rest = attributes
    while true {
      rest = rest.drop { $0.isSpace || $0 == UInt8(ascii: "/") }
      let name = rest.prefix { !$0.isSpace && $0 != UInt8(ascii: "=") }
      guard !name.isEmpty || rest.first == UInt8(ascii: "=") else { return nil }
      rest = rest.dropFirst(name.count).drop(while: \.isSpace)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: \.isSpace)
      let value = Self.value(&rest)
      if name.matches(wanted.utf8) { return HTMLEntity.decoded(value) }
    }
  }

  private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let quote = rest.first, quote == 0x22 || quote == 0x27 else {
      let value = rest.prefix { !$0.isSpace }
      rest = rest.dropFirst(value.count)
      return value
    }
    let value = rest.dropFirst().prefix { $0 != quote }
    rest = rest.dropFirst(value.count + 2)
    return value
  }
}
