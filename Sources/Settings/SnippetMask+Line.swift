/// What is or may be a secret in one line, in UTF-8.
extension SnippetMask {
  /// Words shaped like tokens; the name in a reference is none.
  func tokens(in bytes: [UInt8]) -> [Range<Int>] {
    runs(in: bytes) { TokenShape.isTokenByte($0) || ":.".utf8.contains($0) }
      .flatMap { run -> [Range<Int>] in
        if bytes[..<run.lowerBound].suffix(2).elementsEqual("${".utf8) { return [] }
        if isToken(bytes[run]) { return [run] }
        return runs(in: bytes, within: run, TokenShape.isTokenByte).filter { isToken(bytes[$0]) }
      }
  }

  private func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    TokenShape.isToken(String(decoding: bytes, as: UTF8.self)[...])
  }

  /// What stands behind `key:` or `key=` for each key that is called like a secret.
  func valuesOfSecretKeys(in bytes: [UInt8]) -> [Range<Int>] {
    runs(in: bytes, TokenShape.isTokenByte).compactMap { word in
      var rest = bytes[word.upperBound...]
      if let first = rest.first, isQuote(first) { rest = rest.dropFirst() }
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      guard let sign = rest.first, ":=".utf8.contains(sign),
        SecretName.matches(String(decoding: bytes[word], as: UTF8.self), known: secretKeys)
      else { return nil }
      let value = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
      let isInFlow = bytes[..<word.lowerBound].contains { "{[".utf8.contains($0) }
      return isReference(value) ? nil : extent(of: value, isInFlow: isInFlow)
    }
  }

  /// Whether a value is a reference and nothing else, quoted or not.
  private func isReference(_ value: ArraySlice<UInt8>) -> Bool {
    let quote = value.prefix(1).filter(isQuote)
    let inner = value.dropFirst(quote.count)
    guard inner.starts(with: "${".utf8), let end = inner.firstIndex(of: UInt8(ascii: "}")) else {
      return false
    }
    let rest = inner[(end + 1)...]
    guard rest.starts(with: quote) else { return false }
    let behind = rest.dropFirst(quote.count).drop { $0 == UInt8(ascii: " ") }
    return behind.first.map { "#,}]".utf8.contains($0) } ?? true
  }

  private func extent(of value: ArraySlice<UInt8>, isInFlow: Bool) -> Range<Int>? {
    guard let first = value.first, first != UInt8(ascii: "#") else { return nil }
    var end = value.startIndex + 1
    if isQuote(first) {
      while end < value.endIndex, value[end] != first || isEscaped(value, end) { end += 1 }
      return value.startIndex..<min(end + 1, value.endIndex)
    }
    while end < value.endIndex {
      if isInFlow, ",}]".utf8.contains(value[end]) { break }
      if value[end...].starts(with: " #".utf8) { break }
      end += 1
    }
    return value.startIndex..<end
  }

  /// Whether the quote at `index` belongs to the text: behind a backslash or, single, doubled.
  private func isEscaped(_ value: ArraySlice<UInt8>, _ index: Int) -> Bool {
    let next = index + 1 < value.endIndex ? value[index + 1] : nil
    let previous = value[index - 1]
    if value[index] == UInt8(ascii: "'") { return next == value[index] || previous == value[index] }
    return previous == UInt8(ascii: "\\")
  }

  private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private func runs(
    in bytes: [UInt8], within range: Range<Int>? = nil, _ belongs: (UInt8) -> Bool
  ) -> [Range<Int>] {
    (range ?? bytes.indices).reduce(into: []) { runs, index in
      guard belongs(bytes[index]) else { return }
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<(index + 1)
      } else {
        runs.append(index..<(index + 1))
      }
    }
  }
}
