/// Spells text so that any mail server passes it on: ASCII, in lines of bounded length.
public enum LetterWriting {
  private static let longestLine = 76
  /// Bytes of text in one encoded word: 39 of them are 52 characters of Base64, 64 with the frame.
  private static let wordBytes = 39

  /// A header with its name and line end; long values are folded, text beyond ASCII is encoded (RFC
  /// 2047).
  ///
  /// Control characters have no place in a header; they become blanks.
  public static func header(_ name: String, text: String) -> String {
    let words = spelled(text).split(separator: " ", omittingEmptySubsequences: false)
    return folded(name, words.map(String.init))
  }

  /// A header of identifiers or addresses, folded between them.
  public static func header(_ name: String, tokens: [String]) -> String { folded(name, tokens) }

  /// An address with the name beside it, which is quoted or encoded as it needs.
  public static func mailbox(_ address: String, name: String?) -> String {
    guard let name, !name.isEmpty else { return address }
    let isAtomText = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x20 }
    if isAtomText || !isPlain(name) { return "\(spelled(name)) <\(address)>" }
    let quoted = name.utf8.flatMap { byte -> [UInt8] in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    return "\"\(String(decoding: quoted, as: UTF8.self))\" <\(address)>"
  }

  /// ASCII that needs no encoding, and would not be taken for an encoded word.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
  }

  private static func spelled(_ text: String) -> String {
    let text = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    let longestWord = text.utf8.split(separator: 0x20).map(\.count).max() ?? 0
    if isPlain(text), longestWord < 200 { return text }
    return encodedWords(text).joined(separator: " ")
  }

  /// Cut between characters, so that each word stands alone.
  private static func encodedWords(_ text: String) -> [String] {
    var words: [String] = []
    var piece: [UInt8] = []
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if piece.count + bytes.count > wordBytes {
        words.append(encodedWord(piece))
        piece.removeAll()
      }
      piece += bytes
    }
    if !piece.isEmpty { words.append(encodedWord(piece)) }
    return words
  }

  private static func encodedWord(_ bytes: [UInt8]) -> String {
    "=?utf-8?B?" + String(decoding: Base64.encode(bytes), as: UTF8.self) + "?="
  }

  private static func folded(_ name: String, _ words: [String]) -> String {
    var header = name + ":"
    var column = header.utf8.count
    var isLineEmpty = true
    for word in words {
      if !isLineEmpty, !word.isEmpty, column + 1 + word.utf8.count > longestLine {
        header += "\r\n"
        column = 0
      }
      header += " " + word
      column += 1 + word.utf8.count
      isLineEmpty = word.isEmpty && isLineEmpty
    }
    return header + "\r\n"
  }

  /// A text body and the name of its transfer encoding: quoted-printable where most of it is ASCII,
  /// else Base64.
  public static func body(_ text: String) -> (encoding: String, bytes: [UInt8]) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let foreign = text.utf8.count { $0 >= 0x80 }
    if foreign * 6 > text.utf8.count {
      let bytes = lines.joined(separator: "\r\n") + "\r\n"
      return ("base64", Base64.encode(Array(bytes.utf8), isFolded: true))
    }
    return ("quoted-printable", lines.flatMap { quotedPrintable(Array($0.utf8)) })
  }

  /// One line with its end; soft breaks keep it short.
  private static func quotedPrintable(_ line: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var output: [UInt8] = []
    var column = 0
    for (index, byte) in line.enumerated() {
      let isBlankAtEnd = byte.isBlank && index == line.count - 1
      let isPlain = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "=") && !isBlankAtEnd
      let spelled =
        isPlain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      if column + spelled.count > longestLine - 1 {
        output += [UInt8(ascii: "="), .carriageReturn, .lineFeed]
        column = 0
      }
      output += spelled
      column += spelled.count
    }
    return output + [.carriageReturn, .lineFeed]
  }
}
