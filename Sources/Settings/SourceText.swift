/// A configuration file as it was read: its name, and its lines to show beside a problem.
final class SourceText: Sendable {
  let name: String
  let text: String
  let lines: [String]

  /// Stands for a line of which nothing may be seen.
  private static let hidden = "  \(Secret.mask)"

  /// Takes a file's bytes for text: UTF-8, with a byte order mark or without, and no characters
  /// that YAML forbids.
  init(name: String, bytes: [UInt8]) throws(Problem) {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = hasMark ? bytes[3...] : bytes[...]
    text = String(decoding: bytes, as: UTF8.self)
    self.name = name
    lines = Self.lines(of: text)
    if String(validating: bytes, as: UTF8.self) == nil {
      throw Problem(.notText, "the file is not UTF-8", at: place { $0 == "\u{FFFD}" })
    }
    if let forbidden = text.unicodeScalars.first(where: Self.isForbidden) {
      let number = String(forbidden.value, radix: 16, uppercase: true)
      throw Problem(
        .notText, "the file holds the control character U+\(number)", at: place { $0 == forbidden })
    }
  }

  /// Behind the last line: where the parser notices what was never closed.
  private var placeOfEnd: Problem.Place {
    let column = (lines.last?.unicodeScalars.count ?? 0) + 1
    return place(line: lines.count, column: column)
  }

  /// The first place where a scalar stands, or the file.
  private func place(_ isMeant: (Unicode.Scalar) -> Bool) -> Problem.Place {
    for (number, line) in lines.enumerated() {
      if let column = Array(line.unicodeScalars).firstIndex(where: isMeant) {
        return place(line: number + 1, column: column + 1)
      }
    }
    return Problem.Place(name)
  }

  /// The place at a line and column, as long as the word, quotation or `text` that begins there.
  func place(line: Int, column: Int, of text: String? = nil) -> Problem.Place {
    guard lines.indices.contains(line - 1) else { return placeOfEnd }
    let sourceLine = isWithinSecret(line) ? Self.hidden : lines[line - 1]
    let rest = Array(sourceLine.unicodeScalars.dropFirst(column - 1))
    let span = Problem.Span(
      line: line, column: column, length: Self.extent(of: rest, expecting: text),
      sourceLine: sourceLine)
    return Problem.Place(name, span)
  }

  private static func extent(of rest: [Unicode.Scalar], expecting text: String?) -> Int {
    if let text, !text.isEmpty, rest.starts(with: text.unicodeScalars) {
      return text.unicodeScalars.count
    }
    guard let first = rest.first else { return 1 }
    if first == "\"" || first == "'" {
      return rest.dropFirst().firstIndex(of: first).map { $0 + 1 } ?? rest.count
    }
    let end = rest.firstIndex { $0 == " " || $0 == ":" || $0 == "," || $0 == "]" || $0 == "}" }
    return max(1, end ?? rest.count)
  }

  /// Whether a line continues the value of a key above it that is called like a secret.
  private func isWithinSecret(_ line: Int) -> Bool {
    guard let indent = Self.indent(of: lines[line - 1]), indent > 0 else { return false }
    let above = lines[..<(line - 1)].last { Self.indent(of: $0).map { $0 < indent } ?? false }
    guard let key = above?.split(separator: ":", maxSplits: 1).first, key.count < above?.count ?? 0
    else { return false }
    return SecretName.matches(key.trimmingPrefix { " -\"'".contains($0) }.description)
  }

  /// How much blank a line begins with; nil if there is nothing else.
  private static func indent(of line: String) -> Int? {
    Array(line.utf8).firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
  }

  /// Splits where libyaml counts a line.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var follows: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { follows = scalar }
      if scalar == "\n", follows == "\r" { continue }
      if isBreak(scalar) {
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
    }
    lines.append(String(line))
    return lines
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// What libyaml takes for no text.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85: false
    case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
