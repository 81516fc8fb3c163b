/// Quoted-printable as letters have it: what is no escape stays as it is.
enum QuotedPrintable {
  /// Decodes a body: soft line breaks vanish, even with blanks before their end.
  static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        bytes.append(byte)
        continue
      }
      if let value = hexPair(rest) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else if let behind = behindSoftBreak(rest) {
        rest = behind
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  /// Decodes the Q encoding of a header word, where `_` is a blank.
  static func decodeWord(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "="), let value = hexPair(rest) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "_") ? 0x20 : byte)
      }
    }
    return bytes
  }

  /// The byte that two hexadecimal digits at the front spell.
  static func hexPair(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard let high = text.first?.hexValue, let low = text.dropFirst().first?.hexValue else {
      return nil
    }
    return high << 4 | low
  }

  /// The longest run of blanks before a soft break's line end; it keeps decoding linear.
  private static let mostBlanks = 80

  private static func behindSoftBreak(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = text
    var blanks = 0
    while let byte = rest.first, byte.isBlank, blanks < mostBlanks {
      rest = rest.dropFirst()
      blanks += 1
    }
    switch rest.first {
    case nil: return rest
    case UInt8.lineFeed?: return rest.dropFirst()
    case UInt8.carriageReturn?:
      rest = rest.dropFirst()
      return rest.first == .lineFeed ? rest.dropFirst() : rest
    default: return nil
    }
  }
}
