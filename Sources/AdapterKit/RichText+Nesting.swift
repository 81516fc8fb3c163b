extension RichText {
  /// The same formatting in spans that are sorted and nested or disjoint: at the end of a span
  /// those that began within it and go on are cut.
  static func nested(_ spans: [Span]) -> [Span] {
    let sorted = inOrder(spans.prefix(mostSpans))
    var waiting = sorted[...]
    var open: [Span] = []
    var done: [Span] = []
    for border in borders(of: sorted) where done.count < mostSpans {
      var opening = closing(&open, at: border, into: &done)
      while let next = waiting.first, next.range.lowerBound == border {
        opening.append(next)
        waiting.removeFirst()
      }
      open += inOrder(opening[...])
    }
    return withoutRepeats(inOrder(done.prefix(mostSpans)))
  }

  /// Closes what ends here and whatever stands in it, and returns the parts of those that go on.
  private static func closing(
    _ open: inout [Span], at border: Int, into done: inout [Span]
  ) -> [Span] {
    guard let first = open.firstIndex(where: { $0.range.upperBound == border }) else { return [] }
    let torn = open[first...]
    open.removeSubrange(first...)
    done += torn.map { Span($0.kind, $0.range.lowerBound..<border) }
    return torn.filter { $0.range.upperBound > border }.map {
      Span($0.kind, border..<$0.range.upperBound)
    }
  }

  private static func borders(of spans: [Span]) -> [Int] {
    Set(spans.flatMap { [$0.range.lowerBound, $0.range.upperBound] }).sorted()
  }

  /// By start, the longer first; equal ones as they came, the first outside.
  private static func inOrder(_ spans: ArraySlice<Span>) -> [Span] {
    spans.enumerated().sorted { a, b in
      let (first, second) = (a.element.range, b.element.range)
      if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
      if first.upperBound != second.upperBound { return first.upperBound > second.upperBound }
      return a.offset < b.offset
    }.map(\.element)
  }

  /// Bold within bold says nothing.
  private static func withoutRepeats(_ spans: [Span]) -> [Span] {
    var enclosing: [Span] = []
    return spans.filter { span in
      while let last = enclosing.last, last.range.upperBound <= span.range.lowerBound {
        enclosing.removeLast()
      }
      guard !enclosing.contains(where: { $0.kind == span.kind }) else { return false }
      enclosing.append(span)
      return true
    }
  }
}
