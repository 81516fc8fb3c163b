/// Walks over the lines of a buffer, whichever way they end: CRLF, LF or a lone CR.
struct LineScanner {
  /// One line: its content, and where the next one begins.
  struct Line {
    let start: Int
    /// Before the line end.
    let end: Int
    let next: Int

    var isEmpty: Bool { start == end }
  }

  private let bytes: [UInt8]
  private(set) var position: Int
  private let limit: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    let range = range.clamped(to: bytes.indices)
    position = range.lowerBound
    limit = range.upperBound
  }

  mutating func next() -> Line? {
    guard position < limit else { return nil }
    let start = position
    let end = bytes[start..<limit].firstIndex { $0 == .lineFeed || $0 == .carriageReturn } ?? limit
    var next = end
    if next < limit, bytes[next] == .carriageReturn { next += 1 }
    if next < limit, bytes[next] == .lineFeed { next += 1 }
    position = next
    return Line(start: start, end: end, next: next)
  }
}

extension UInt8 {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  /// Blank or tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  /// Blank, tab, or a piece of a line end.
  var isSpace: Bool { isBlank || self == .lineFeed || self == .carriageReturn }
  var isDigit: Bool { (0x30...0x39).contains(self) }
  var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  /// The small letter of an ASCII capital; every other byte as it is.
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self + 32 : self }

  /// The value of a hexadecimal digit.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}

extension Collection<UInt8> {
  /// Equal without regard to ASCII case.
  func matches(_ text: some Collection<UInt8>) -> Bool {
    count == text.count && elementsEqual(text) { $0.lowercased == $1.lowercased }
  }
}

extension ArraySlice<UInt8> {
  /// Without white space at both ends.
  var trimmed: ArraySlice<UInt8> {
    let front = drop(while: \.isSpace)
    guard let last = front.lastIndex(where: { !$0.isSpace }) else { return [] }
    return front[...last]
  }

  /// Text of bytes that are ASCII, or close to it.
  var utf8Text: String { String(decoding: self, as: UTF8.self) }
}
