/// The text of a header for people.
public enum HeaderText {
  /// Unfolds and decodes; blanks between two encoded words vanish, all others stay.
  public static func decode(_ value: ArraySlice<UInt8>) -> String {
    var text = ""
    var words: [EncodedWord] = []
    var plain: [UInt8] = []
    var hasEnd = true
    var rest = value

    func flushWords() {
      guard let first = words.first else { return }
      text += Charset.decode(EncodedWord.decode(words)[...], label: first.charset)
      words.removeAll()
    }
    func flushPlain() {
      text += Charset.decode(plain[...], label: nil)
      plain.removeAll()
    }

    while let byte = rest.first {
      if hasEnd, byte == UInt8(ascii: "="), rest.dropFirst().first == UInt8(ascii: "?"),
        let word = EncodedWord(rest, hasEnd: &hasEnd)
      {
        if let last = words.last, plain.allSatisfy(\.isSpace) {
          plain.removeAll()
          if !last.charset.utf8.matches(word.charset.utf8) { flushWords() }
        } else {
          flushWords()
          flushPlain()
        }
        words.append(word)
        rest = word.rest
      } else {
        if !words.isEmpty, !byte.isSpace, plain.allSatisfy(\.isSpace) { flushWords() }
        if byte != .carriageReturn, byte != .lineFeed { plain.append(byte) }
        rest = rest.dropFirst()
      }
    }
    flushWords()
    flushPlain()
    return Visible.text(text, keepingLines: false)
  }
}
