/// One answer of an IMAP server: a line, with the literals that stand in it.
struct IMAPAnswer {
  enum Piece {
    case text([UInt8])
    case literal([UInt8])
  }

  var pieces: [Piece] = []

  /// The text up to the first literal.
  var line: [UInt8] {
    guard case .text(let text)? = pieces.first else { return [] }
    return text
  }

  var isContinuation: Bool { line.first == UInt8(ascii: "+") }

  /// The words of the first line.
  private var words: [ArraySlice<UInt8>] { line.split(separator: 0x20, maxSplits: 3) }

  func isTagged(_ tag: String) -> Bool { words.first.map { $0.elementsEqual(tag.utf8) } ?? false }

  /// `OK`, `NO`, `BAD`, `BYE` or `PREAUTH` behind the tag.
  var status: String? {
    words.dropFirst().first.map { String(decoding: $0, as: UTF8.self).uppercased() }
  }

  /// Whether it is `* n NAME`.
  func isNumbered(_ name: String) -> Bool {
    guard words.count >= 3 else { return false }
    return String(decoding: words[2], as: UTF8.self).uppercased() == name
  }

  /// The number of `* n EXISTS`.
  var number: Int? { words.dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } }

  /// What stands in brackets behind the status: `UIDNEXT 12`, `AUTHENTICATIONFAILED`.
  var code: String? {
    guard let open = line.firstIndex(of: UInt8(ascii: "[")),
      let close = line[open...].firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    return String(decoding: line[(open + 1)..<close], as: UTF8.self).uppercased()
  }

  /// The number of a code like `UIDNEXT 12`.
  func number(ofCode name: String) -> UInt64? {
    guard let words = code?.split(separator: " "), words.count == 2, words[0] == name else {
      return nil
    }
    return UInt64(words[1])
  }
}
