/// JSON text that is one line to every reader.
enum JSONLine {
  /// Escapes the three line ends of Unicode that JSON allows in a string and many readers of lines
  /// split at.
  static func whole(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 == 0xE2 || $0 == 0xC2 }) else { return json }
    var line: [UInt8] = []
    line.reserveCapacity(json.count + 16)
    var rest = json[...]
    while let first = rest.first {
      let (escape, length) = escape(at: rest)
      line += escape.map { Array($0.utf8) } ?? [first]
      rest = rest.dropFirst(length)
    }
    return line
  }

  private static func escape(at text: ArraySlice<UInt8>) -> (text: String?, length: Int) {
    if text.starts(with: [0xE2, 0x80, 0xA8]) { return ("\\u2028", 3) }
    if text.starts(with: [0xE2, 0x80, 0xA9]) { return ("\\u2029", 3) }
    if text.starts(with: [0xC2, 0x85]) { return ("\\u0085", 2) }
    return (nil, 1)
  }
}
