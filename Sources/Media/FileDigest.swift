/// The SHA-256 of a file's bytes: its name in the store.
package struct FileDigest: Hashable, Sendable, CustomStringConvertible {
  /// 64 small hex digits, and nothing else.
  package let hex: String

  /// Refuses everything that is not 64 small hex digits.
  package init?(hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy(isHexDigit) else { return nil }
    self.hex = hex
  }

  /// Refuses other than 32 bytes.
  package init?(_ sum: some Collection<UInt8>) {
    guard sum.count == 32 else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    let bytes = sum.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    hex = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { hex }

  /// The folder that the file is in.
  var shard: String { String(hex.prefix(2)) }
  /// Its name in there.
  var rest: String { String(hex.dropFirst(2)) }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}
