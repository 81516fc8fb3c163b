import JSON

/// The parameters of one call, from wherever the caller put them: query, form, multipart or JSON.
struct RequestParameters: Sendable {
  /// A part of a multipart body that came with a file name.
  struct File: Hashable, Sendable {
    var field: String
    var name: String?
    var type: String?
    var bytes: [UInt8]
  }

  /// Bytes of one value that the call log keeps: more than any text that a platform takes.
  private static let longestShown = 1 << 15

  /// Names and values in the order they came; structured values are their JSON text.
  private(set) var values: [(name: String, value: String)] = []
  private(set) var files: [File] = []

  /// Reads the query and a body of the given Content-Type; of a name given twice the body's counts.
  init(query: String, body: [UInt8] = [], contentType: String = "") {
    add(form: query.utf8)
    let type = contentType.lowercased()
    if type.hasPrefix("multipart/form-data") {
      addParts(of: body, boundary: Self.boundary(in: contentType))
    } else if type.hasPrefix("application/json") {
      addMembers(of: body)
    } else {
      add(form: body)
    }
  }

  /// The value of that name; letter case counts.
  subscript(_ name: String) -> String? { values.last { $0.name == name }?.value }

  /// The value of that name when it is not empty.
  func text(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

  func int(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

  /// `1`, `true` and `yes` in any letter case, as clients of both platforms write it.
  func flag(_ name: String) -> Bool {
    ["1", "true", "yes"].contains(self[name]?.lowercased() ?? "")
  }

  /// A structured value; nil when it is missing or not JSON.
  func json(_ name: String) -> JSONValue? { JSONValue(text: text(name)) }

  /// Whole numbers of a comma-separated list or a JSON array.
  func ints(_ name: String) -> [Int64] {
    guard let text = text(name) else { return [] }
    return text.split { "[], ".contains($0) }.compactMap { Int64($0) }
  }

  /// The file that was sent under that name.
  func file(_ field: String) -> File? { files.first { $0.field == field } }

  /// Names and values as one object, without what must not be shown.
  func shown(without secrets: Set<String> = []) -> JSONValue {
    var members: [JSONValue.Member] = []
    for (name, value) in values where !secrets.contains(name) {
      members.append(.init(name, .string(value.cut(toBytes: Self.longestShown))))
    }
    for file in files {
      let about: JSONValue = .members([
        "file_name": file.name.json, "type": file.type.json, "size": .int(file.bytes.count),
        "sha256": .string(sha256Text(of: file.bytes)),
      ])
      members.append(.init(file.field, about))
    }
    return .object(members)
  }

  private mutating func addMembers(of body: [UInt8]) {
    guard let object = try? JSONDocument(parsing: body).root else { return }
    for (name, value) in object.members where value.exists {
      let text = value.string ?? String(decoding: JSONFragment(value).bytes, as: UTF8.self)
      values.append((name, text))
    }
  }

  private mutating func add(form: some Collection<UInt8>) {
    for pair in form.split(separator: UInt8(ascii: "&")) {
      let halves = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = percentDecoded(halves[0], plusIsSpace: true)
      let value = halves.count > 1 ? percentDecoded(halves[1], plusIsSpace: true) : ""
      values.append((name, value))
    }
  }

  private mutating func addParts(of body: [UInt8], boundary: String) {
    for part in MultipartReader(body: body, boundary: boundary) {
      if part.isFile {
        files.append(File(field: part.name, name: part.fileName, type: part.type, bytes: part.body))
      } else {
        values.append((part.name, String(decoding: part.body, as: UTF8.self)))
      }
    }
  }

  private static func boundary(in contentType: String) -> String {
    for piece in contentType.split(separator: ";") {
      let piece = piece.drop { $0 == " " }
      if piece.lowercased().hasPrefix("boundary=") {
        return piece.dropFirst("boundary=".count).trimmingQuotes
      }
    }
    return ""
  }
}

/// Text with its `%XX` resolved; bytes that are no UTF-8 become U+FFFD.
func percentDecoded(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count)
  var rest = text[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), let decoded = hexByte(rest.prefix(2)) {
      bytes.append(decoded)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func hexByte(_ digits: some Collection<UInt8>) -> UInt8? {
  digits.count == 2 ? UInt8(String(decoding: digits, as: UTF8.self), radix: 16) : nil
}

extension StringProtocol {
  /// The text without quotation marks around it.
  var trimmingQuotes: String {
    guard count >= 2, first == "\"", last == "\"" else { return String(self) }
    return String(dropFirst().dropLast())
  }
}
