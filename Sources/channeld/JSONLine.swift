/// JSON text that is one line to every reader.
enum JSONLine {
  /// Escapes the three line ends of Unicode that JSON allows in a string and many readers of lines
  /// split at.
  static func whole(_ json: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    var rest = json[...]
    for (index, byte) in json.enumerated() where byte == 0xE2 || byte == 0xC2 {
      guard let (escape, length) = lineEnd(at: json[index...]) else { continue }
      line += rest.prefix(upTo: index)
      line += escape.utf8
      rest = json.dropFirst(index + length)
    }
    return line.isEmpty ? json : line + rest
  }

  private static func lineEnd(at text: ArraySlice<UInt8>) -> (escape: String, length: Int)? {
    if text.starts(with: [0xE2, 0x80, 0xA8]) { return ("\\u2028", 3) }
    if text.starts(with: [0xE2, 0x80, 0xA9]) { return ("\\u2029", 3) }
    if text.starts(with: [0xC2, 0x85]) { return ("\\u0085", 2) }
    return nil
  }
}
