/// Drops the characters that nobody sees and no text should carry.
enum Visible {
  /// Text without control characters; of line ends LF stays, and only where lines are kept.
  static func text(_ text: String, keepingLines: Bool) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      return keepingLines ? text : trimmed(text)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8.lineFeed where keepingLines:
        if previous != .carriageReturn { bytes.append(byte) }
      case UInt8.carriageReturn where keepingLines: bytes.append(.lineFeed)
      case 0x09: bytes.append(keepingLines ? byte : 0x20)
      case 0..<0x20, 0x7F: break
      default: bytes.append(byte)
      }
      previous = byte
    }
    let visible = String(decoding: bytes, as: UTF8.self)
    return keepingLines ? visible : trimmed(visible)
  }

  /// Without white space at both ends.
  static func trimmed(_ text: String) -> String {
    let front = text.drop(while: \.isWhitespace)
    guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(front[...last])
  }
}
