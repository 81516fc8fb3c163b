/// Reads the parts of a `multipart/form-data` body, whatever client wrote it.
///
/// File names come quoted with `\"` inside, quoted as they are, and without quotes at all
/// (pyTelegramBotAPI); a part is a file when it has a file name or a type of its own besides text.
struct MultipartReader: Sequence, IteratorProtocol {
  struct Part {
    var name = ""
    var fileName: String?
    var type: String?
    var body: [UInt8] = []

    var isFile: Bool { fileName != nil }
  }

  /// A body of more parts than that is read no further.
  private static let mostParts = 200

  private let delimiter: [UInt8]
  private var rest: ArraySlice<UInt8>
  private var count = 0

  init(body: [UInt8], boundary: String) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    rest = []
    guard !boundary.isEmpty else { return }
    let whole = Array("\r\n".utf8) + body
    rest = whole.range(of: delimiter).map { whole[$0.upperBound...] } ?? []
  }

  mutating func next() -> Part? {
    let lineEnd = Array("\r\n".utf8)
    guard count < Self.mostParts, rest.starts(with: lineEnd),
      let end = rest.range(of: delimiter)
    else { return nil }
    let part = rest[rest.startIndex..<end.lowerBound]
    rest = rest[end.upperBound...]
    count += 1
    return read(part.dropFirst(lineEnd.count))
  }

  private func read(_ text: ArraySlice<UInt8>) -> Part {
    var part = Part()
    let blankLine = Array("\r\n\r\n".utf8)
    guard let split = text.range(of: blankLine) else { return part }
    part.body = Array(text[split.upperBound...])
    for line in text[text.startIndex..<split.lowerBound].split(separator: UInt8(ascii: "\n")) {
      let header = String(decoding: line, as: UTF8.self)
      let value = header.drop { $0 != ":" }.dropFirst()
      switch header.prefix(while: { $0 != ":" }).lowercased() {
      case "content-disposition":
        part.name = Self.attribute("name", of: value) ?? ""
        part.fileName = Self.attribute("filename", of: value)
      case "content-type": part.type = String(value.filter { !$0.isWhitespace })
      default: break
      }
    }
    return part
  }

  /// The value of `; name=value` in a header, with or without quotation marks.
  private static func attribute(_ name: String, of header: Substring) -> String? {
    var rest = header.drop { $0 != ";" }
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " }
      let key = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else { continue }
      let value = readValue(&rest)
      if key.lowercased() == name { return value }
    }
    return nil
  }

  private static func readValue(_ rest: inout Substring) -> String {
    rest = rest.dropFirst()
    guard rest.first == "\"" else {
      let value = rest.prefix { $0 != ";" && !$0.isNewline }
      rest = rest.dropFirst(value.count)
      return String(value)
    }
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst(), character != "\"" {
      value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
    }
    rest = rest.drop { $0 != ";" }
    return value
  }
}

extension Collection where Element == UInt8, SubSequence: Collection<UInt8> {
  /// Where a sequence of bytes first stands.
  func range(of wanted: [UInt8]) -> Range<Index>? {
    guard let first = wanted.first else { return nil }
    var at = startIndex
    while let found = self[at...].firstIndex(of: first) {
      let candidate = self[found...].prefix(wanted.count)
      if candidate.elementsEqual(wanted) { return found..<candidate.endIndex }
      at = index(after: found)
    }
    return nil
  }
}
