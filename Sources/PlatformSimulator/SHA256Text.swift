import Crypto

/// The SHA-256 of bytes in hex digits.
func sha256Text(of bytes: [UInt8]) -> String {
  SHA256.hash(data: bytes).map { byte in
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0\(digits)" : digits
  }.joined()
}

extension String {
  /// The text, or its beginning when it is longer than that.
  func cut(toBytes limit: Int) -> String {
    utf8.count <= limit ? self : String(decoding: utf8.prefix(limit), as: UTF8.self)
  }
}
