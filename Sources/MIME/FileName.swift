/// What is left of a file's name once it cannot do harm.
public enum FileName {
  private static let longest = 200

  /// Without directories, control and bidi characters, and dots at its end; nil when nothing is
  /// left.
  public static func clean(_ name: String) -> String? {
    let base = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    var scalars = base.unicodeScalars.filter { scalar in
      switch scalar {
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": false
      default: true
      }
    }
    while let last = scalars.last, last == "." || last.properties.isWhitespace {
      scalars.removeLast()
    }
    let text = Visible.trimmed(String(scalars))
    return text.isEmpty ? nil : shortened(text)
  }

  /// At most 200 bytes, with the extension kept.
  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > longest else { return name }
    let dot = name.lastIndex(of: ".")
    let end = dot.map { name[$0...] } ?? ""
    let tail = end.utf8.count <= 16 ? String(end) : ""
    var front = ""
    for character in name {
      guard front.utf8.count + character.utf8.count + tail.utf8.count <= longest else { break }
      front.append(character)
    }
    return front + tail
  }
}
