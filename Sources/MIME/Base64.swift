/// Base64 as letters have it: foreign characters are skipped, padding may be missing or stand in
/// the middle.
public enum Base64 {
  /// Decodes; a chunk that ends in `=` is followed by a new one.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    scan(text) { bytes.append($0) }
    return bytes
  }

  /// How many bytes `decode` would give.
  static func decodedCount(of text: some Collection<UInt8>) -> Int {
    var count = 0
    scan(text) { _ in count += 1 }
    return count
  }

  private static func scan(_ text: some Collection<UInt8>, _ emit: (UInt8) -> Void) {
    var bits: UInt32 = 0
    var count = 0
    for byte in text {
      if byte == UInt8(ascii: "=") {
        count = 0
      } else if let six = value(of: byte) {
        bits = bits << 6 | UInt32(six)
        count += 6
        if count >= 8 {
          count -= 8
          emit(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
      }
    }
  }

  private static func value(of byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Encodes with padding, in lines of 76 characters that end in CRLF when `isFolded`.
  public static func encode(_ bytes: some Collection<UInt8>, isFolded: Bool = false) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 3 * 4 + bytes.count / 28 + 8)
    var rest = bytes[...]
    var column = 0
    while !rest.isEmpty {
      if isFolded, column == 76 {
        text += [.carriageReturn, .lineFeed]
        column = 0
      }
      let group = rest.prefix(3)
      rest = rest.dropFirst(3)
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let six = Int(bits >> UInt32(18 - 6 * place) & 63)
        text.append(place <= group.count ? alphabet[six] : UInt8(ascii: "="))
      }
      column += 4
    }
    if isFolded, column > 0 { text += [.carriageReturn, .lineFeed] }
    return text
  }
}
