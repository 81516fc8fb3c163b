/// Spells a letter for DATA: lines end in CRLF, and a dot at the beginning of a line is doubled
/// (RFC 5321 §4.5.2).
enum DotStuffing {
  static func stuffed(_ letter: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(letter.count + letter.count / 64)
    var isLineStart = true
    var previous: UInt8 = 0
    for byte in letter {
      if isLineStart, byte == UInt8(ascii: ".") { output.append(byte) }
      if byte == 0x0A, previous != 0x0D { output.append(0x0D) }
      output.append(byte)
      isLineStart = byte == 0x0A
      previous = byte
    }
    if !isLineStart { output += [0x0D, 0x0A] }
    return output
  }
}
