/// Cuts a text that is too long for one message into as few as its borders allow.
///
/// It cuts at the best border in the last quarter of a piece (a paragraph, else a line, a sentence,
/// a word), and where there is none between two characters as people see them; white space at a cut
/// goes. Links, mentions, custom emoji and code within a line stay whole as long as one message can
/// hold them; any other formatting ends with a piece and goes on in the next.
public enum TextSplitting {
  private enum Border: Int, Comparable {
    case character, word, sentence, line, paragraph

    static func < (a: Border, b: Border) -> Bool { a.rawValue < b.rawValue }
  }

  /// The pieces of a text, each of at most so many UTF-16 units; none when there is nothing but
  /// space.
  public static func pieces(of text: String, atMost limit: Int) -> [String] {
    pieces(of: RichText(text), atMost: limit).map(\.plain)
  }

  /// The same for a text with formatting.
  public static func pieces(of text: RichText, atMost limit: Int) -> [RichText] {
    let limit = max(limit, 2)
    let plain = text.plain
    var whole = stretchesToKeep(of: text, limit)[...]
    var pieces: [RichText] = []
    var rest = trimmed(plain[...])
    while !rest.isEmpty {
      let start = rest.startIndex.utf16Offset(in: plain)
      whole = whole.drop { $0.upperBound <= start }
      let ahead = whole.map { $0.lowerBound - start..<$0.upperBound - start }
      let end = cut(rest, limit, keeping: ahead)
      let piece = trimmed(rest[..<end])
      if !piece.isEmpty {
        let from = piece.startIndex.utf16Offset(in: plain)
        pieces.append(text[from..<piece.endIndex.utf16Offset(in: plain)])
      }
      rest = trimmed(rest[end...])
    }
    return pieces
  }

  /// What need not be cut, without what stands in it.
  private static func stretchesToKeep(of text: RichText, _ limit: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for span in text.spans where span.kind.staysWhole && span.range.count <= limit {
      if let last = stretches.last, span.range.upperBound <= last.upperBound { continue }
      stretches.append(span.range)
    }
    return stretches
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// Where the first piece ends; the stretches are counted from the text's start.
  private static func cut(
    _ text: Substring, _ limit: Int, keeping stretches: [Range<Int>]
  ) -> Substring.Index {
    let cutOne = stretches.first { $0.lowerBound < limit && limit < $0.upperBound }
    let reach = max(cutOne?.lowerBound ?? limit, 0)
    let kept = stretches.prefix { $0.lowerBound < reach }
    if let end = lastBorder(in: text, reach, window: limit / 4, keeping: kept) { return end }
    if let end = lastBorder(in: text, limit, window: limit / 4, keeping: []) { return end }
    return firstScalars(of: text, limit)
  }

  /// The text's end where it is not beyond an offset, else the best border not far before that
  /// offset, else the last one.
  private static func lastBorder(
    in text: Substring, _ reach: Int, window: Int, keeping stretches: ArraySlice<Range<Int>>
  ) -> Substring.Index? {
    var stretches = stretches
    var best: (index: Substring.Index, border: Border)?
    var furthest: Substring.Index?
    var units = 0
    var last: Character?
    var beforeLast: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      stretches = stretches.drop { $0.upperBound <= units }
      let isFree = stretches.first.map { units <= $0.lowerBound } ?? true
      if units > 0, isFree { furthest = index }
      if isFree, let border = border(beforeLast, last, character), units >= reach - window,
        border >= best?.border ?? .character
      {
        best = (index, border)
      }
      guard units + character.utf16.count <= reach else { return best?.index ?? furthest }
      units += character.utf16.count
      (beforeLast, last) = (last, character)
      index = text.index(after: index)
    }
    return index
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

extension RichText.Kind {
  fileprivate var staysWhole: Bool {
    switch self {
    case .link, .mention, .customEmoji, .code: true
    default: false
    }
  }
}
