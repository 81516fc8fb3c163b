/// What a `Range` header asks for of a file (RFC 9110 §14).
package enum ByteRange: Hashable, Sendable {
  /// All of it: there is no header, one that cannot be read, or one with several ranges, which a
  /// server may ignore.
  case whole
  /// These bytes, at least one.
  case part(Range<Int64>)
  /// None that there are: 416.
  case unsatisfiable

  /// Reads the header's value for a file of that size.
  package init(_ header: String?, of size: Int64) {
    guard let header, let range = Self.range(header, size) else {
      self = .whole
      return
    }
    self = range
  }

  /// The value of `Content-Range`; none when the answer is the whole file.
  package func contentRange(of size: Int64) -> String? {
    switch self {
    case .whole: nil
    case .part(let range): "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
    case .unsatisfiable: "bytes */\(size)"
    }
  }

  private static func range(_ header: String, _ size: Int64) -> ByteRange? {
    guard header.utf8.count <= longestHeader, let equals = header.firstIndex(of: "="),
      header[..<equals].lowercased() == "bytes"
    else { return nil }
    let specs = header[header.index(after: equals)...].split(separator: ",")
      .map { $0.trimmed }.filter { !$0.isEmpty }
    guard specs.count == 1, let spec = specs.first, let dash = spec.firstIndex(of: "-") else {
      return nil
    }
    let (first, last) = (spec[..<dash], spec[spec.index(after: dash)...])
    if first.isEmpty { return number(last).flatMap { suffix($0, size) } }
    guard let first = number(first), let last = last.isEmpty ? Int64.max : number(last),
      first <= last
    else { return nil }
    guard first < size else { return .unsatisfiable }
    return .part(first..<(min(last, size - 1) + 1))
  }

  /// The last bytes of a file; a file of none has no range that could be named.
  private static func suffix(_ length: Int64, _ size: Int64) -> ByteRange {
    guard length > 0 else { return .unsatisfiable }
    return size == 0 ? .whole : .part((size - min(length, size))..<size)
  }

  /// Digits alone; what is too long for a number is the largest.
  private static func number(_ text: Substring) -> Int64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text) ?? .max
  }
}

private let longestHeader = 1000

extension Substring {
  /// Without blanks at both ends.
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }
}
