/// One word of an IMAP server: an atom, a string, or a list of words.
indirect enum IMAPToken {
  case atom([UInt8])
  case string([UInt8])
  case list([IMAPToken])

  /// An atom or string as text.
  var text: String? {
    switch self {
    case .atom(let bytes), .string(let bytes): String(decoding: bytes, as: UTF8.self)
    case .list: nil
    }
  }

  var bytes: [UInt8]? {
    switch self {
    case .atom(let bytes), .string(let bytes): bytes
    case .list: nil
    }
  }
}

/// Reads the words of one answer; literals were taken off by their length before.
struct IMAPTokenizer {
  private static let deepestList = 16
  private static let mostTokens = 2000

  private var rest: ArraySlice<UInt8> = []
  private var pieces: ArraySlice<IMAPAnswer.Piece>
  private var count = 0

  init(_ answer: IMAPAnswer) { pieces = answer.pieces[...] }

  /// The words up to the end; what is malformed ends them.
  mutating func tokens() -> [IMAPToken] { tokens(depth: 0) }

  private mutating func tokens(depth: Int) -> [IMAPToken] {
    var tokens: [IMAPToken] = []
    while count < Self.mostTokens {
      guard let byte = nextByte() else {
        guard let literal = nextLiteral() else { return tokens }
        tokens.append(.string(literal))
        continue
      }
      count += 1
      switch byte {
      case 0x20: continue
      case UInt8(ascii: ")"): return tokens
      case UInt8(ascii: "("):
        guard depth < Self.deepestList else { return tokens }
        tokens.append(.list(self.tokens(depth: depth + 1)))
      case UInt8(ascii: "\""): tokens.append(.string(quoted()))
      default: tokens.append(.atom(atom(from: byte)))
      }
    }
    return tokens
  }

  private mutating func nextByte() -> UInt8? {
    if rest.isEmpty, case .text(let text)? = pieces.first {
      pieces = pieces.dropFirst()
      rest = text[...]
    }
    return rest.popFirst()
  }

  private mutating func nextLiteral() -> [UInt8]? {
    switch pieces.popFirst() {
    case .literal(let bytes)?: bytes
    case .text(let text)?:
      // An empty line between two literals.
      text.isEmpty ? nextLiteral() : nil
    case nil: nil
    }
  }

  private mutating func quoted() -> [UInt8] {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
        bytes.append(next)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Up to a blank or bracket; what stands in square brackets belongs to it:
  /// `BODY[HEADER.FIELDS (DATE)]`.
  private mutating func atom(from first: UInt8) -> [UInt8] {
    var bytes = [first]
    var isInBrackets = first == UInt8(ascii: "[")
    while let byte = rest.first {
      if !isInBrackets, byte == 0x20 || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") {
        break
      }
      if byte == UInt8(ascii: "[") { isInBrackets = true }
      if byte == UInt8(ascii: "]") { isInBrackets = false }
      bytes.append(byte)
      rest = rest.dropFirst()
    }
    return bytes
  }
}
