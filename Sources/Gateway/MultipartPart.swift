/// What the head of a part says of it.
struct MultipartPart: Hashable, Sendable {
  /// The name of the field.
  let name: String
  /// As the sender wrote it: fit for no file system.
  let fileName: String?
  let contentType: String?

  private static let mostHeaders = 20

  init(name: String, fileName: String? = nil, contentType: String? = nil) {
    self.name = name
    self.fileName = fileName
    self.contentType = contentType
  }

  init(head: some Sequence<UInt8>) throws(MultipartFault) {
    let text = String(decoding: Array(head), as: UTF8.self)
    let lines = text.split(separator: "\r\n").prefix(Self.mostHeaders)
    var disposition: HeaderValue?
    var type: String?
    for line in lines {
      let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else { continue }
      let value = halves[1].drop { $0 == " " || $0 == "\t" }
      switch halves[0].lowercased() {
      case "content-disposition": disposition = HeaderValue(String(value))
      case "content-type": type = String(value)
      default: break
      }
    }
    guard let disposition, disposition.word == "form-data",
      let name = disposition.parameters["name"]
    else { throw .unnamedPart }
    self.init(
      name: name, fileName: disposition.parameters["filename"].map(Self.unescaped),
      contentType: type)
  }

  /// Browsers write three characters of a name as `%22`, `%0D` and `%0A` (the HTML standard,
  /// multipart/form-data).
  private static func unescaped(_ name: String) -> String {
    name.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
  }
}

/// The value of a header that has parameters: `form-data; name="file"`.
struct HeaderValue: Hashable, Sendable {
  /// What stands before the parameters, in small letters.
  let word: String
  /// By their names in small letters; the first of a name counts.
  private(set) var parameters: [String: String] = [:]

  private static let longest = 8 << 10

  /// Nil when it is too long or holds nothing.
  init?(_ text: String) {
    guard text.utf8.count <= Self.longest else { return nil }
    let pieces = Self.pieces(of: text)
    guard let first = pieces.first?.trimmed, !first.isEmpty else { return nil }
    word = first.lowercased()
    for piece in pieces.dropFirst() {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else { continue }
      let name = halves[0].trimmed.lowercased()
      if parameters[name] == nil { parameters[name] = Self.value(halves[1].trimmed) }
    }
  }

  /// Cut at semicolons that do not stand in quotes.
  private static func pieces(of text: String) -> [Substring] {
    var pieces: [Substring] = []
    var (start, isQuoted, isEscaped) = (text.startIndex, false, false)
    for index in text.indices {
      let character = text[index]
      if isEscaped {
        isEscaped = false
      } else if isQuoted, character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == ";", !isQuoted {
        pieces.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return pieces + [text[start...]]
  }

  /// A token, or what stands between quotes. A backslash stands for itself but before a quote and
  /// another one: some browsers sent whole Windows paths.
  private static func value(_ text: Substring) -> String {
    guard text.first == "\"" else { return String(text) }
    var (result, isEscaped) = ("", false)
    for character in text.dropFirst() {
      if isEscaped {
        if character != "\"", character != "\\" { result.append("\\") }
        result.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        break
      } else {
        result.append(character)
      }
    }
    return result
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...end]
  }
}
