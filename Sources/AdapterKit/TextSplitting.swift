/// Cuts a text that is too long for one message into as few as its borders allow.
///
/// It cuts at the best border in the last quarter of a piece (a paragraph, else a line, a sentence,
/// a word), and where there is none between two characters as people see them; white space at a cut
/// goes.
public enum TextSplitting {
  private enum Border: Int, Comparable {
    case character, word, sentence, line, paragraph

    static func < (a: Border, b: Border) -> Bool { a.rawValue < b.rawValue }
  }

  /// The pieces of a text, each of at most so many UTF-16 units; none when there is nothing but
  /// space.
  public static func pieces(of text: String, atMost limit: Int) -> [String] {
    let limit = max(limit, 2)
    var pieces: [String] = []
    var rest = trimmed(text[...])
    while !rest.isEmpty {
      let end = cut(rest, limit)
      let piece = trimmed(rest[..<end])
      if !piece.isEmpty { pieces.append(String(piece)) }
      rest = trimmed(rest[end...])
    }
    return pieces
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// Where the first piece ends.
  private static func cut(_ text: Substring, _ limit: Int) -> Substring.Index {
    guard text.utf16.count > limit else { return text.endIndex }
    var best: (index: Substring.Index, border: Border)?
    var units = 0
    var last: Character?
    var beforeLast: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let border = border(beforeLast, last, character), units >= limit - limit / 4,
        border >= best?.border ?? .character
      {
        best = (index, border)
      }
      guard units + character.utf16.count <= limit else { break }
      units += character.utf16.count
      (beforeLast, last) = (last, character)
      index = text.index(after: index)
    }
    if let best { return best.index }
    return index > text.startIndex ? index : firstScalars(of: text, limit)
  }

  /// What lies between two characters, of which the second begins the next piece.
  private static func border(
    _ beforeLast: Character?, _ last: Character?, _ next: Character
  ) -> Border? {
    guard let last else { return nil }
    if last.isNewline { return beforeLast?.isNewline == true ? .paragraph : .line }
    guard next.isWhitespace || last.isWhitespace else { return nil }
    let end = last.isWhitespace ? beforeLast : last
    return end.map { ".!?…".contains($0) } == true ? .sentence : .word
  }

  /// One character may be longer than a message: then it is cut between its scalars.
  private static func firstScalars(of text: Substring, _ limit: Int) -> Substring.Index {
    var units = 0
    var index = text.startIndex
    while index < text.endIndex {
      units += text.unicodeScalars[index].utf16.count
      guard units <= limit else { return index }
      index = text.unicodeScalars.index(after: index)
    }
    return index
  }
}
