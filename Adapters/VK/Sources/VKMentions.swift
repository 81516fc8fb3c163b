import JSON

/// The people and communities a text calls by `[id500100200|Иван]` or `[club222000111|@shop]`.
struct VKMentions {
  /// The names as written.
  private(set) var names: [String] = []
  /// Numbers as text; a community's is negative.
  private(set) var ids: [String] = []

  /// As many as one text is searched for.
  private static let most = 100

  /// The texts before a number, and what makes an account number of it.
  private static let prefixes: [(text: [UInt8], sign: String)] = [
    (Array("id".utf8), ""), (Array("club".utf8), "-"), (Array("public".utf8), "-"),
  ]

  init(in text: JSONView) {
    text.withUTF8 { read($0) }
  }

  var isEmpty: Bool { ids.isEmpty }

  /// One pass: every `[` starts a new try, so that nothing is looked at twice.
  private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "[")), ids.count < Self.most {
      rest = rest[(open + 1)...]
      guard let end = rest.firstIndex(where: Self.endsTry),
        rest[end] == UInt8(ascii: "]")
      else { continue }
      take(rest[..<end])
    }
  }

  private static func endsTry(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "]") || byte == UInt8(ascii: "[")
  }

  /// What stands between the brackets.
  private mutating func take(_ inside: Slice<UnsafeBufferPointer<UInt8>>) {
    guard let bar = inside.firstIndex(of: UInt8(ascii: "|")) else { return }
    for prefix in Self.prefixes where inside[..<bar].starts(with: prefix.text) {
      let digits = inside[..<bar].dropFirst(prefix.text.count)
      guard !digits.isEmpty, digits.count < 19, digits.allSatisfy(Self.isDigit) else { return }
      ids.append(prefix.sign + String(decoding: digits, as: UTF8.self))
      names.append(String(decoding: inside[(bar + 1)...], as: UTF8.self))
      return
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
