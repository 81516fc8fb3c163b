/// The header that says under which name a file is saved (RFC 6266, RFC 8187).
package enum ContentDisposition {
  /// `inline` for what a browser shows without running anything of it, else `attachment`.
  package static func value(for name: FileName, _ type: ContentType) -> String {
    let plain = String(String.UnicodeScalarView(name.text.unicodeScalars.map(replaced)))
    let header = "\(type.isInert ? "inline" : "attachment"); filename=\"\(plain)\""
    return plain == name.text ? header : header + "; filename*=UTF-8''\(encoded(name.text))"
  }

  /// Outside of ASCII, and what readers of quoted strings read differently, is an underscore; so
  /// is `%`, which some take for an encoding (RFC 6266, appendix D).
  private static func replaced(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F else { return "_" }
    return ["\"", "\\", "%"].contains(scalar) ? "_" : scalar
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      isPlain(byte)
        ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `attr-char` of RFC 8187.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$&+-.^_`|~".utf8.contains(byte)
    }
  }
}
