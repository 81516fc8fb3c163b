/// Masks what is, or may be, a secret in the texts and lines of problems.
///
/// Three rules, each enough by itself: the value of a secret that was read; whatever stands under
/// a key that is called like a secret, or nearly so; a word shaped like a token.
struct SnippetMask {
  /// The keys that secrets were read from.
  let secretKeys: Set<String>
  let values: SecretMask

  func masked(_ problem: Problem) -> Problem {
    Problem(
      problem.code, masked(problem.message),
      at: Problem.Place(problem.place.name, problem.place.span.map(masked)),
      hint: problem.hint.map(masked), help: problem.help.map(masked))
  }

  private func masked(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let hidden = merged(values.stretches(in: bytes) + tokens(in: bytes))
    for stretch in hidden.reversed() { bytes.replaceSubrange(stretch, with: Secret.mask.utf8) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The line with its secrets masked, and the stretch moved to where its end and beginning went.
  private func masked(_ span: Problem.Span) -> Problem.Span {
    var bytes = Array(span.sourceLine.utf8)
    let hidden = merged(
      values.stretches(in: bytes) + tokens(in: bytes) + valuesOfSecretKeys(in: bytes))
    if hidden.isEmpty { return span }

    var start = offset(ofScalar: span.column - 1, in: bytes)
    var end = offset(ofScalar: span.column - 1 + span.length, in: bytes)
    for stretch in hidden.reversed() {
      bytes.replaceSubrange(stretch, with: Secret.mask.utf8)
      start = moved(start, by: stretch, to: stretch.lowerBound)
      end = moved(end, by: stretch, to: stretch.lowerBound + Secret.mask.utf8.count)
    }
    return Problem.Span(
      line: span.line, column: scalars(in: bytes[..<start]) + 1,
      length: scalars(in: bytes[start..<max(start, end)]),
      sourceLine: String(decoding: bytes, as: UTF8.self))
  }

  private func moved(_ offset: Int, by stretch: Range<Int>, to place: Int) -> Int {
    if offset <= stretch.lowerBound { return offset }
    if offset < stretch.upperBound { return place }
    return offset - stretch.count + Secret.mask.utf8.count
  }

  private func merged(_ stretches: [Range<Int>]) -> [Range<Int>] {
    stretches.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, next in
      if let last = merged.last, last.upperBound >= next.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
      } else {
        merged.append(next)
      }
    }
  }

  private func offset(ofScalar count: Int, in bytes: [UInt8]) -> Int {
    var count = count
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if count == 0 { return offset }
      count -= 1
    }
    return bytes.count
  }

  private func scalars(in bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 & 0xC0 != 0x80 } }
}
