/// The headers of a letter or of one of its parts, as ranges of the letter's bytes.
public struct HeaderBlock: Sendable {
  private struct Field {
    let name: Range<Int>
    let value: Range<Int>
  }

  private let source: [UInt8]
  private let largestHeader: Int
  private var fields: [Field] = []
  /// Whether the block was longer than is read.
  private(set) var isCut = false

  /// Reads the block that begins at `start`; `body` becomes the offset of what follows it.
  ///
  /// A line that is neither a header nor the continuation of one ends the block too: the rest is
  /// the body.
  init(
    in source: [UInt8], range: Range<Int>, limits: Limits, body: inout Int
  ) {
    self.source = source
    largestHeader = limits.largestHeader
    var lines = LineScanner(source, in: range)
    body = range.upperBound
    while let line = lines.next() {
      if line.isEmpty {
        body = line.next
        return
      }
      if line.next - range.lowerBound > limits.largestHeaderBlock { isCut = true }
      if isCut { continue }
      // Blanks before the first header continue nothing.
      let content = source[line.start..<line.end].drop(while: \.isBlank)
      if source[line.start].isBlank, let last = fields.popLast() {
        fields.append(Field(name: last.name, value: last.value.lowerBound..<line.end))
      } else if content.isEmpty {
        continue
      } else if let colon = Self.colon(in: content) {
        fields.append(Field(name: content.startIndex..<colon, value: (colon + 1)..<line.end))
      } else {
        body = line.start
        return
      }
    }
  }

  /// No headers at all.
  init(emptyIn source: [UInt8]) {
    self.source = source
    largestHeader = 0
  }

  private static func colon(in line: ArraySlice<UInt8>) -> Int? {
    // The delimiter of a part without headers is no header, whatever its boundary holds.
    if line.starts(with: [0x2D, 0x2D]) { return nil }
    let end = line.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ":") || $0 >= 0x7F }
    guard let end, end > line.startIndex else { return nil }
    guard let colon = line[end...].firstIndex(where: { !$0.isBlank }),
      line[colon] == UInt8(ascii: ":")
    else { return nil }
    return colon
  }

  private func isNamed(_ field: Field, _ name: String) -> Bool {
    let written = source[field.name]
    let end = written.firstIndex(where: \.isBlank) ?? written.endIndex
    return written[..<end].matches(name.utf8)
  }

  private func value(of field: Field) -> ArraySlice<UInt8> {
    source[field.value].prefix(largestHeader).trimmed
  }

  /// The bytes of the first header of that name, folds and all; nil when there is none.
  public subscript(_ name: String) -> ArraySlice<UInt8>? {
    fields.first { isNamed($0, name) }.map(value)
  }

  /// The bytes of every header of that name, from the top.
  public func all(_ name: String) -> [ArraySlice<UInt8>] {
    fields.filter { isNamed($0, name) }.map(value)
  }

  public func contains(_ name: String) -> Bool { fields.contains { isNamed($0, name) } }

  /// The first header of that name for people: unfolded and decoded; nil when it is empty.
  public func text(_ name: String) -> String? {
    guard let value = self[name] else { return nil }
    let text = HeaderText.decode(value)
    return text.isEmpty ? nil : text
  }
}
