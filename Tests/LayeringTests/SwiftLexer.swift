/// Takes comments and quoted text out of Swift and leaves every line where it was.
struct SwiftLexer {
  private enum Place {
    /// In code, so many parentheses deep since the interpolation began.
    case code(Int)
    case lineComment
    case blockComment
    /// In a text that ends so, and whose escapes begin so.
    case quote(end: [UInt8], escape: [UInt8])
  }

  /// The text without its comments.
  private(set) var code: [UInt8] = []
  /// The text without its comments and without what stands in quotes.
  private(set) var skeleton: [UInt8] = []
  private let bytes: [UInt8]
  private var next = 0
  private var places: [Place] = [.code(0)]

  init(_ text: String) {
    bytes = Array(text.utf8)
    while next < bytes.count, let place = places.last {
      switch place {
      case .code(let depth): inCode(depth)
      case .lineComment: inLineComment()
      case .blockComment: inBlockComment()
      case .quote(let end, let escape): inQuote(end, escape)
      }
    }
  }

  private mutating func inCode(_ depth: Int) {
    switch bytes[next] {
    case UInt8(ascii: "/") where isAt("//"): places.append(.lineComment)
    case UInt8(ascii: "/") where isAt("/*"): enterComment()
    case UInt8(ascii: "\""), UInt8(ascii: "#"): enterQuote()
    case UInt8(ascii: "("):
      places[places.count - 1] = .code(depth + 1)
      take(1)
    case UInt8(ascii: ")") where depth > 0:
      places[places.count - 1] = .code(depth - 1)
      take(1)
    case UInt8(ascii: ")"):
      // The interpolation ends; an unpaired parenthesis of the outermost code is no Swift.
      if places.count > 1 { places.removeLast() }
      take(1)
    default: take(1)
    }
  }

  private mutating func inLineComment() {
    if isAt("\n") { places.removeLast() } else { next += 1 }
  }

  private mutating func inBlockComment() {
    if isAt("*/") {
      next += 2
      places.removeLast()
    } else if isAt("/*") {
      enterComment()
    } else if isAt("\n") {
      take(1)
    } else {
      next += 1
    }
  }

  private mutating func inQuote(_ end: [UInt8], _ escape: [UInt8]) {
    if isAt(end) {
      places.removeLast()
      take(end.count)
    } else if isAt(escape + Array("(".utf8)) {
      places.append(.code(0))
      take(escape.count + 1)
    } else if isAt(escape) {
      take(escape.count, isQuoted: true)
      takeQuoted()
    } else {
      takeQuoted()
    }
  }

  private mutating func enterComment() {
    places.append(.blockComment)
    next += 2
  }

  /// Enters a text in quotes; a number sign may also begin something else.
  private mutating func enterQuote() {
    let hashes = Array(bytes[next...].prefix { $0 == UInt8(ascii: "#") })
    for quote in ["\"\"\"", "\""] where isAt(hashes + Array(quote.utf8)) {
      places.append(.quote(end: Array(quote.utf8) + hashes, escape: Array("\\".utf8) + hashes))
      return take(hashes.count + quote.utf8.count)
    }
    take(max(hashes.count, 1))
  }

  /// Takes one byte of a quoted text, if there is one; lines stay where they are.
  private mutating func takeQuoted() {
    if next < bytes.count { take(1, isQuoted: !isAt("\n")) }
  }

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[next...].starts(with: $0) }
  }

  private func isAt(_ text: [UInt8]) -> Bool { bytes[next...].starts(with: text) }

  private mutating func take(_ count: Int, isQuoted: Bool = false) {
    code += bytes[next..<next + count]
    if !isQuoted { skeleton += bytes[next..<next + count] }
    next += count
  }
}
