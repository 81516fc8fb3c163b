import Glibc

/// Charsets that glibc knows and we have no table of: the East Asian ones, and rare single-byte
/// ones.
enum ForeignCharset {
  /// The text; nil when the charset is unknown here or the bytes are none of it.
  static func decode(_ bytes: ArraySlice<UInt8>, from name: String) -> String? {
    guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // No character of these charsets takes more than three times its bytes in UTF-8; shift
    // sequences only less.
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var unread = input.count
    var room = output.count
    let isWhole = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        return iconv(converter, &from, &unread, &to, &room) != -1
      }
    }
    guard isWhole, unread == 0 else { return nil }
    return String(
      decoding: output.prefix(output.count - room).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
