/// A text and how stretches of it look or act, in no platform's markup.
///
/// Offsets are UTF-16 units, as the platforms count. What it holds is always in order: spans lie
/// within the text and between its Unicode scalars, none is empty, they are sorted by start (the
/// longer first), any two are nested or disjoint, and none repeats the kind it stands in.
public struct RichText: Hashable, Sendable {
  /// What is left where nothing can be shown.
  public private(set) var plain: String
  public private(set) var spans: [Span]
  /// Of `plain`, in UTF-16 units.
  public private(set) var length: Int

  /// A text has at most so many spans; those that follow are left out.
  public static let mostSpans = 5000

  /// A stretch that looks or acts in one way.
  public struct Span: Hashable, Sendable {
    public var kind: Kind
    /// In UTF-16 units.
    public var range: Range<Int>

    public init(_ kind: Kind, _ range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  public enum Kind: Hashable, Sendable {
    case bold, italic, underline, strikethrough, spoiler
    case code
    /// Lines of code.
    case pre(language: String?)
    case link(url: String)
    /// A person who may have no public name.
    case mention(userID: String)
    /// Lines of a quotation; an expandable one is shown folded.
    case quote(isExpandable: Bool)
    /// The text of the span is the emoji shown where this one is unknown.
    case customEmoji(id: String)
  }

  public init(_ plain: String) {
    self.init(plain, length: plain.utf16.count, ordered: [])
  }

  /// Puts any spans in order: clamped to the text, widened to whole scalars, crossing ones cut in
  /// two.
  public init(_ plain: String, spans: [Span]) {
    let length = plain.utf16.count
    let fitting = spans.compactMap { $0.fitted(to: plain, length) }
    self.init(plain, length: length, ordered: Self.nested(fitting))
  }

  /// Spans that are in order already.
  init(_ plain: String, length: Int, ordered: [Span]) {
    self.plain = plain
    self.length = length
    spans = ordered
  }

  public var isPlain: Bool { spans.isEmpty }
  public var isEmpty: Bool { plain.isEmpty }
}

extension RichText: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}

extension RichText {
  /// Both texts, one after the other.
  public static func + (first: RichText, second: RichText) -> RichText {
    var whole = first
    whole.append(second)
    return whole
  }

  public mutating func append(_ text: RichText) {
    let room = Self.mostSpans - spans.count
    spans += text.spans.prefix(max(room, 0)).map { $0.moved(by: length) }
    plain += text.plain
    length += text.length
  }

  public mutating func append(_ text: String) { append(RichText(text)) }

  /// All of it in one more kind, which encloses those that it has.
  public func formatted(as kind: Kind) -> RichText {
    RichText(plain, spans: [Span(kind, 0..<length)] + spans)
  }

  /// A part of it; spans that reach over an end are cut there. Halves of a scalar stay out.
  public subscript(range: Range<Int>) -> RichText {
    let within = range.clamped(to: 0..<length)
    let start = plain.scalarIndex(atOrAfter: within.lowerBound)
    let end = max(plain.scalarIndex(atOrBefore: within.upperBound), start)
    let origin = start.utf16Offset(in: plain)
    let kept = origin..<end.utf16Offset(in: plain)
    let spans = spans.compactMap { span -> Span? in
      let range = span.range.clamped(to: kept)
      return range.isEmpty ? nil : Span(span.kind, range).moved(by: -origin)
    }
    return RichText(String(plain[start..<end]), length: kept.count, ordered: spans)
  }

  /// As many whole characters from its start as fit into so many UTF-16 units.
  public func prefix(_ units: Int) -> RichText {
    guard units < length else { return self }
    var taken = 0
    for character in plain {
      guard taken + character.utf16.count <= units else { break }
      taken += character.utf16.count
    }
    return self[0..<taken]
  }

  /// Without the white space at both ends.
  public var trimmed: RichText {
    let body = plain.drop(while: \.isWhitespace)
    let tail = body.reversed().prefix(while: \.isWhitespace)
    let start = length - body.utf16.count
    let end = length - tail.reduce(0) { $0 + $1.utf16.count }
    return start == 0 && end == length ? self : self[start..<max(start, end)]
  }
}

extension RichText.Span {
  fileprivate func fitted(to text: String, _ length: Int) -> RichText.Span? {
    let within = range.clamped(to: 0..<length)
    guard !within.isEmpty else { return nil }
    let start = text.scalarIndex(atOrBefore: within.lowerBound).utf16Offset(in: text)
    let end = text.scalarIndex(atOrAfter: within.upperBound).utf16Offset(in: text)
    return RichText.Span(kind, start..<end)
  }

  fileprivate func moved(by distance: Int) -> RichText.Span {
    RichText.Span(kind, range.lowerBound + distance..<range.upperBound + distance)
  }
}

extension String {
  /// The border of scalars at an offset within the text, or the next one.
  fileprivate func scalarIndex(atOrAfter offset: Int) -> Index {
    let index = utf16.index(startIndex, offsetBy: offset)
    return isWithinScalar(index) ? utf16.index(after: index) : index
  }

  fileprivate func scalarIndex(atOrBefore offset: Int) -> Index {
    let index = utf16.index(startIndex, offsetBy: offset)
    return isWithinScalar(index) ? utf16.index(before: index) : index
  }

  private func isWithinScalar(_ index: Index) -> Bool {
    index < endIndex && UTF16.isTrailSurrogate(utf16[index])
  }
}
