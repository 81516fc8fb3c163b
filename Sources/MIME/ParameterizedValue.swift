/// A header of the form `value; name=content; …`: Content-Type, Content-Disposition.
public struct ParameterizedValue: Sendable {
  /// The part before the parameters, in small letters.
  public let value: String
  private var parameters: [(name: String, content: ArraySlice<UInt8>)] = []

  private static let mostParameters = 100
  private static let longestValue = 255

  init(_ header: ArraySlice<UInt8>?) {
    var rest = Self.skipComments(header ?? [])
    let end = rest.firstIndex { $0.isSpace || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "(") }
    let word = rest[..<(end ?? rest.endIndex)].prefix(Self.longestValue)
    value = String(decoding: word.map(\.lowercased), as: UTF8.self)
    rest = rest[(end ?? rest.endIndex)...]
    while parameters.count < Self.mostParameters, let parameter = Self.next(&rest) {
      parameters.append(parameter)
    }
  }

  /// A parameter as it is written; nil when it is absent.
  func raw(_ name: String) -> ArraySlice<UInt8>? {
    parameters.first { $0.name == name }?.content
  }

  /// A parameter's text: in pieces and percent-encoded (RFC 2231), or as encoded words, as many
  /// programs write them.
  public func text(_ name: String) -> String? {
    let text = extended(name) ?? raw(name).map { HeaderText.decode($0) }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `name*=`, `name*0=`, `name*0*=` …, in the order of their numbers.
  private func extended(_ name: String) -> String? {
    var pieces: [(number: Int, isEncoded: Bool, content: ArraySlice<UInt8>)] = []
    for parameter in parameters where parameter.name.hasPrefix(name + "*") {
      let mark = parameter.name.dropFirst(name.count + 1)
      let number = mark.hasSuffix("*") ? mark.dropLast() : mark
      guard let number = number.isEmpty ? 0 : Int(number) else { continue }
      pieces.append((number, mark.isEmpty || mark.hasSuffix("*"), parameter.content))
    }
    guard !pieces.isEmpty else { return nil }
    pieces.sort { $0.number < $1.number }
    var charset: String?
    var bytes: [UInt8] = []
    for (place, piece) in pieces.enumerated() {
      var content = piece.content
      if place == 0, piece.isEncoded { charset = Self.takeCharset(&content) }
      bytes += piece.isEncoded ? Self.percentDecoded(content) : Array(content)
    }
    return Visible.text(Charset.decode(bytes[...], label: charset), keepingLines: false)
  }

  /// Takes `charset'language'` off the front.
  private static func takeCharset(_ content: inout ArraySlice<UInt8>) -> String? {
    let quote = UInt8(ascii: "'")
    guard let first = content.firstIndex(of: quote),
      let second = content[first...].dropFirst().firstIndex(of: quote)
    else { return nil }
    let charset = content[..<first].utf8Text
    content = content[second...].dropFirst()
    return charset
  }

  private static func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = QuotedPrintable.hexPair(rest) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// The next parameter; semicolons may be missing or doubled.
  private static func next(
    _ rest: inout ArraySlice<UInt8>
  ) -> (name: String, content: ArraySlice<UInt8>)? {
    while true {
      rest = skipComments(rest.drop { $0.isSpace || $0 == UInt8(ascii: ";") })
      guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") })
      else { return nil }
      let name = rest[..<end].trimmed.prefix(longestValue).map(\.lowercased)
      let isNamed = rest[end] == UInt8(ascii: "=")
      rest = rest[end...].dropFirst()
      if isNamed { return (String(decoding: name, as: UTF8.self), content(&rest)) }
    }
  }

  private static func content(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    rest = rest.drop(while: \.isSpace)
    guard rest.first == UInt8(ascii: "\"") else {
      let end = rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex
      defer { rest = rest[end...] }
      return rest[..<end].trimmed
    }
    rest = rest.dropFirst()
    var unquoted: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let next = rest.first, isQuotable(next) {
        unquoted.append(next)
        rest = rest.dropFirst()
      } else {
        unquoted.append(byte)
      }
    }
    return unquoted[...]
  }

  /// Of `\` and a letter both stay: it is a path of Windows.
  private static func isQuotable(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Drops blanks and comments in brackets at the front.
  private static func skipComments(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop(while: \.isSpace)
    while rest.first == UInt8(ascii: "(") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ")")) else { return [] }
      rest = rest[end...].dropFirst().drop(while: \.isSpace)
    }
    return rest
  }
}
