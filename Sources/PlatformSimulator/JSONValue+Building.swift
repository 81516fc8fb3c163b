import JSON

extension JSONValue {
  static func int(_ value: Int64) -> JSONValue { .number(String(value)) }
  static func int(_ value: Int) -> JSONValue { .number(String(value)) }

  /// An object of the members that have a value; one that is null is left out too, because a
  /// `nil` between JSON values is easily read as theirs.
  static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(
      members.compactMap { name, value in
        value.flatMap { $0 == .null ? nil : Member(name, $0) }
      })
  }

  /// This object with the members of another one put in; a name that is there already is replaced.
  func merging(_ other: JSONValue) -> JSONValue {
    guard case .object(var members) = self, case .object(let added) = other else { return self }
    for member in added {
      if let place = members.firstIndex(where: { $0.name == member.name }) {
        members[place] = member
      } else {
        members.append(member)
      }
    }
    return .object(members)
  }

  /// This object with one member put in; nothing happens when the value is nil.
  func with(_ name: String, _ value: JSONValue?) -> JSONValue {
    value.map { merging(.object([Member(name, $0)])) } ?? self
  }

  /// The text of the value.
  var bytes: [UInt8] { JSONWriter.bytes(of: self) }
  var jsonText: String { String(decoding: bytes, as: UTF8.self) }

  /// The value of a text that may be JSON; nil when it is not.
  init?(text: String?) {
    // A text that is not JSON is an answer here, not a failure.
    guard let text, let value = try? JSONValue(parsing: Array(text.utf8)) else { return nil }
    self = value
  }
}

extension Optional where Wrapped == String {
  /// The text as a JSON value, if there is one.
  var json: JSONValue? { map(JSONValue.string) }
}

/// JSON text in which everything beyond ASCII is written as `\uXXXX`, as Telegram's servers do.
func asciiJSON(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
  var escaped: [UInt8] = []
  escaped.reserveCapacity(bytes.count * 2)
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    guard !scalar.isASCII else {
      escaped.append(UInt8(truncatingIfNeeded: scalar.value))
      continue
    }
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      escaped += "\\u".utf8
      escaped += String(repeating: "0", count: max(0, 4 - digits.count)).utf8
      escaped += digits.utf8
    }
  }
  return escaped
}
