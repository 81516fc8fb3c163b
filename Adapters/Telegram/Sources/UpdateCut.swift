/// Cuts an answer to getUpdates into its updates, byte for byte, without reading them.
///
/// One update that no reader takes must not hide the ninety-nine beside it, so nothing is parsed
/// here: brackets are counted outside of strings. What is not cut well is found unreadable later.
enum UpdateCut {
  /// The elements of the array named `result`; none when there is none.
  static func updates(in answer: [UInt8]) -> [[UInt8]] {
    let name = Array("\"result\"".utf8)
    guard let found = answer.firstRange(of: name),
      let open = answer[found.upperBound...].firstIndex(where: { !isSpace($0) && $0 != colon }),
      answer[open] == UInt8(ascii: "[")
    else { return [] }
    return elements(of: answer[(open + 1)...])
  }

  private static let colon = UInt8(ascii: ":")

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = text.lastIndex { !isSpace($0) }
    return end.map { text[...$0].drop(while: isSpace) } ?? []
  }

  private static func elements(of text: ArraySlice<UInt8>) -> [[UInt8]] {
    var elements: [[UInt8]] = []
    var start = text.startIndex
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in zip(text.indices, text) {
      if isQuoted {
        if !isEscaped, byte == UInt8(ascii: "\"") { isQuoted = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isQuoted = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "]") where depth > 0: depth -= 1
      case UInt8(ascii: "]"),
        UInt8(ascii: ",") where depth == 0:
        let element = trimmed(text[start..<index])
        if !element.isEmpty { elements.append(Array(element)) }
        if byte == UInt8(ascii: "]") { return elements }
        start = index + 1
      default: break
      }
    }
    return elements
  }

  /// The number behind `"update_id"`, even in an update that nobody can read.
  static func id(of update: [UInt8]) -> Int64? {
    guard let found = update.firstRange(of: Array("\"update_id\"".utf8)) else { return nil }
    let digits = update[found.upperBound...]
      .drop { isSpace($0) || $0 == colon || $0 == UInt8(ascii: "\"") }
      .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return Int64(String(decoding: digits, as: UTF8.self))
  }
}
