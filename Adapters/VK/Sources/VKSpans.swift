/// Finds where a value stands in the bytes of a text that is known to be JSON.
///
/// The tape of a document does not say where its values were written, and what is kept of a payload
/// must stay byte for byte. On bytes that are no JSON it finds nonsense, but ends and never traps.
struct VKSpans {
  private let bytes: [UInt8]
  private var at: Int

  private init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    at = start
  }

  /// The values of all members of that name of the outermost object, with their quotation marks.
  static func values(of name: String, in bytes: [UInt8]) -> [Range<Int>] {
    var spans = VKSpans(bytes, at: 0)
    return spans.members(opening: UInt8(ascii: "{")).filter { $0.name.elementsEqual(name.utf8) }
      .map(\.value)
  }

  /// The elements of an array that stands at `range`.
  static func elements(of range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
    var spans = VKSpans(bytes, at: range.lowerBound)
    return spans.members(opening: UInt8(ascii: "[")).map(\.value)
  }

  /// What stands, separated by commas, behind the next opening bracket; names only in an object.
  private mutating func members(
    opening bracket: UInt8
  ) -> [(name: ArraySlice<UInt8>, value: Range<Int>)] {
    var found: [(name: ArraySlice<UInt8>, value: Range<Int>)] = []
    skip { $0 != bracket }
    at += 1
    while let byte = skipSpace(), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") {
      var name = bytes[0..<0]
      if bracket == UInt8(ascii: "{") {
        name = bytes[value()].dropFirst().dropLast()
        skip { $0 != UInt8(ascii: ":") }
        at += 1
        _ = skipSpace()
      }
      let span = value()
      guard !span.isEmpty else { break }
      found.append((name, span))
      if skipSpace() == UInt8(ascii: ",") { at += 1 }
    }
    return found
  }

  /// Goes behind the value that begins here: a string, or all up to the comma or bracket that ends
  /// it.
  private mutating func value() -> Range<Int> {
    let start = min(at, bytes.count)
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""): skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"):
        if depth == 0 { return start..<at }
        if bytes[at] == UInt8(ascii: "}") || bytes[at] == UInt8(ascii: "]") { depth -= 1 }
        at += 1
      default: at += 1
      }
      if depth == 0, let last = lastTaken(since: start), Self.closes(last) { return start..<at }
    }
    return start..<bytes.count
  }

  private func lastTaken(since start: Int) -> UInt8? { at > start ? bytes[at - 1] : nil }

  private static func closes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  private mutating func skipString() {
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    at = min(at + 1, bytes.count)
  }

  private mutating func skipSpace() -> UInt8? {
    skip { $0 <= 0x20 }
    return at < bytes.count ? bytes[at] : nil
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while at < bytes.count, condition(bytes[at]) { at += 1 }
  }
}
