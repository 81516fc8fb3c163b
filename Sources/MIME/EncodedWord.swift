/// One `=?charset?B?…?=` of a header (RFC 2047).
struct EncodedWord {
  enum Encoding { case base64, quoted }

  let charset: String
  let encoding: Encoding
  let text: ArraySlice<UInt8>
  /// What follows it.
  let rest: ArraySlice<UInt8>

  private static let longestCharset = 64

  /// Reads the word that begins at the front of `bytes`, which is `=?`.
  ///
  /// `hasEnd` is told when there is no `?=` any more, so that nobody looks for it again.
  init?(_ bytes: ArraySlice<UInt8>, hasEnd: inout Bool) {
    let question = UInt8(ascii: "?")
    let behindMark = bytes.dropFirst(2)
    guard let charsetEnd = behindMark.prefix(Self.longestCharset).firstIndex(of: question),
      charsetEnd > behindMark.startIndex,
      !behindMark[..<charsetEnd].contains(where: \.isSpace)
    else { return nil }
    var behind = behindMark[charsetEnd...].dropFirst()
    switch behind.popFirst()?.lowercased {
    case UInt8(ascii: "b")?: encoding = .base64
    case UInt8(ascii: "q")?: encoding = .quoted
    default: return nil
    }
    guard behind.popFirst() == question else { return nil }
    var end = behind.startIndex
    while true {
      guard let mark = behind[end...].firstIndex(of: question) else {
        hasEnd = false
        return nil
      }
      if behind[mark...].dropFirst().first == UInt8(ascii: "=") {
        end = mark
        break
      }
      end = mark + 1
    }
    // A language may stand behind the charset: `utf-8*ru` (RFC 2231 §5).
    let name = behindMark[..<charsetEnd]
    charset = (name.firstIndex(of: UInt8(ascii: "*")).map { name[..<$0] } ?? name).utf8Text
    text = behind[..<end]
    rest = behind[end...].dropFirst(2)
  }

  /// The decoded bytes of neighbours of one charset; they are joined first, because senders cut
  /// inside a character.
  static func decode(_ words: [EncodedWord]) -> [UInt8] {
    var bytes: [UInt8] = []
    var base64: [UInt8] = []
    func flush() {
      bytes += Base64.decode(base64)
      base64.removeAll()
    }
    for word in words {
      switch word.encoding {
      case .base64: base64 += word.text
      case .quoted:
        flush()
        bytes += QuotedPrintable.decodeWord(word.text)
      }
    }
    flush()
    return bytes
  }
}
